/* ARM vectors: types only, the simulated machine is x86-64. */
#ifndef PIL_LIBC_ARM_NEON_H
#define PIL_LIBC_ARM_NEON_H

#include "stdint.h"

typedef int8_t int8x16_t __attribute__((__vector_size__(16)));
typedef uint8_t uint8x16_t __attribute__((__vector_size__(16)));
typedef uint8_t uint8x8_t __attribute__((__vector_size__(8)));
typedef int16_t int16x8_t __attribute__((__vector_size__(16)));
typedef uint16_t uint16x8_t __attribute__((__vector_size__(16)));
typedef uint16_t uint16x4_t __attribute__((__vector_size__(8)));
typedef int32_t int32x4_t __attribute__((__vector_size__(16)));
typedef uint32_t uint32x4_t __attribute__((__vector_size__(16)));
typedef uint32_t uint32x2_t __attribute__((__vector_size__(8)));
typedef int64_t int64x2_t __attribute__((__vector_size__(16)));
typedef uint64_t uint64x2_t __attribute__((__vector_size__(16)));
typedef uint64_t uint64x1_t __attribute__((__vector_size__(8)));
typedef float float32x4_t __attribute__((__vector_size__(16)));
typedef double float64x2_t __attribute__((__vector_size__(16)));

#endif
