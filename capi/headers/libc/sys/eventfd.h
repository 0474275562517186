/* sys/eventfd: counters as descriptors. */
#ifndef PIL_LIBC_SYS_EVENTFD_H
#define PIL_LIBC_SYS_EVENTFD_H

#include "../stdint.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef uint64_t eventfd_t;
#define EFD_CLOEXEC 02000000
#define EFD_NONBLOCK 04000
#define EFD_SEMAPHORE 1
int eventfd(unsigned int, int);
int eventfd_read(int, eventfd_t *);
int eventfd_write(int, eventfd_t);
#ifdef __cplusplus
}
#endif

#endif
