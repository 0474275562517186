/* sys/unistd: a name of unistd.h. */
#ifndef PIL_LIBC_SYS_UNISTD_H
#define PIL_LIBC_SYS_UNISTD_H

#include "../unistd.h"

#endif
