/* sys/inttypes: a name of inttypes.h. */
#ifndef PIL_LIBC_SYS_INTTYPES_H
#define PIL_LIBC_SYS_INTTYPES_H

#include "../inttypes.h"

#endif
