/* sys/fcntl: a name of fcntl.h. */
#ifndef PIL_LIBC_SYS_FCNTL_H
#define PIL_LIBC_SYS_FCNTL_H

#include "../fcntl.h"

#endif
