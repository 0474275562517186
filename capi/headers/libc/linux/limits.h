/* linux/limits: a part of limits.h. */
#ifndef PIL_LIBC_LINUX_LIMITS_H
#define PIL_LIBC_LINUX_LIMITS_H

#include "../limits.h"

#endif
