/* sys/sysmacros: device numbers. */
#ifndef PIL_LIBC_SYS_SYSMACROS_H
#define PIL_LIBC_SYS_SYSMACROS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
unsigned int pil_major(dev_t);
unsigned int pil_minor(dev_t);
dev_t pil_makedev(unsigned int, unsigned int);
#define major(d) pil_major(d)
#define minor(d) pil_minor(d)
#define makedev(a, b) pil_makedev((a), (b))
#ifdef __cplusplus
}
#endif

#endif
