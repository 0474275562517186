/* byteswap: reversed bytes. */
#ifndef PIL_LIBC_BYTESWAP_H
#define PIL_LIBC_BYTESWAP_H

#include "pil_ctypes.h"

#define bswap_16(x) __builtin_bswap16(x)
#define bswap_32(x) __builtin_bswap32(x)
#define bswap_64(x) __builtin_bswap64(x)

#endif
