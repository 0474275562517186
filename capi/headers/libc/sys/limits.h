/* sys/limits: a name of limits.h. */
#ifndef PIL_LIBC_SYS_LIMITS_H
#define PIL_LIBC_SYS_LIMITS_H

#include "../limits.h"

#endif
