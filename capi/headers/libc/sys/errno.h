/* sys/errno: a name of errno.h. */
#ifndef PIL_LIBC_SYS_ERRNO_H
#define PIL_LIBC_SYS_ERRNO_H

#include "../errno.h"

#endif
