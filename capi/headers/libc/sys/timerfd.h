/* sys/timerfd: timers as descriptors. */
#ifndef PIL_LIBC_SYS_TIMERFD_H
#define PIL_LIBC_SYS_TIMERFD_H

#include "../time.h"

#ifdef __cplusplus
extern "C" {
#endif
#define TFD_CLOEXEC 02000000
#define TFD_NONBLOCK 04000
int timerfd_create(int, int);
int timerfd_settime(int, int, const struct itimerspec *, struct itimerspec *);
int timerfd_gettime(int, struct itimerspec *);
#ifdef __cplusplus
}
#endif

#endif
