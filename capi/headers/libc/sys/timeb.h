/* sys/timeb: an old clock. */
#ifndef PIL_LIBC_SYS_TIMEB_H
#define PIL_LIBC_SYS_TIMEB_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
struct timeb {
    time_t time;
    unsigned short millitm;
    short timezone, dstflag;
};
int ftime(struct timeb *);
#ifdef __cplusplus
}
#endif

#endif
