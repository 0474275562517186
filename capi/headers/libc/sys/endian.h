/* sys/endian: the name of endian.h elsewhere. */
#ifndef PIL_LIBC_SYS_ENDIAN_H
#define PIL_LIBC_SYS_ENDIAN_H

#include "endian.h"

#endif
