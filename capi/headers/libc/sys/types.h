/* sys/types: scalar types, and BSD's short names. */
#ifndef PIL_LIBC_SYS_TYPES_H
#define PIL_LIBC_SYS_TYPES_H

#include "../stdint.h"
#include "../pil_ctypes.h"

typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned long ulong;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef int64_t quad_t;
typedef uint64_t u_quad_t;
typedef char *caddr_t;
typedef int daddr_t;

#endif
