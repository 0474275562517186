/* sys/times: times of processes. */
#ifndef PIL_LIBC_SYS_TIMES_H
#define PIL_LIBC_SYS_TIMES_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
struct tms {
    clock_t tms_utime, tms_stime, tms_cutime, tms_cstime;
};
clock_t times(struct tms *);
#ifdef __cplusplus
}
#endif

#endif
