/* sys/utime: a name of utime.h. */
#ifndef PIL_LIBC_SYS_UTIME_H
#define PIL_LIBC_SYS_UTIME_H

#include "../utime.h"

#endif
