/* sys/sendfile: copying between descriptors. */
#ifndef PIL_LIBC_SYS_SENDFILE_H
#define PIL_LIBC_SYS_SENDFILE_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
ssize_t sendfile(int, int, off_t *, size_t);
#ifdef __cplusplus
}
#endif

#endif
