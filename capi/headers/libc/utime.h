/* utime: times of files. */
#ifndef PIL_LIBC_UTIME_H
#define PIL_LIBC_UTIME_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
struct utimbuf {
    time_t actime, modtime;
};
int utime(const char *, const struct utimbuf *);
#ifdef __cplusplus
}
#endif

#endif
