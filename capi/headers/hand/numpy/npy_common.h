/* NumPy's scalar types and portability macros, for users of its C-API; own text, not NumPy's header. */
#ifndef PIL_NUMPY_NPY_COMMON_H
#define PIL_NUMPY_NPY_COMMON_H

#include <Python.h>
#include "numpyconfig.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_INLINE inline
#define NPY_FINLINE static inline
#define NPY_NOINLINE
#define NPY_UNUSED(x) x
#define NPY_VISIBILITY_HIDDEN
#define NPY_NO_EXPORT
#define NPY_GCC_OPT_3
#define NPY_GCC_UNROLL_LOOPS
#define NPY_GCC_TARGET_AVX
#define NPY_GCC_TARGET_AVX2
#define NPY_GCC_NONNULL(n)
#define NPY_LIKELY(x) __builtin_expect(!!(x), 1)
#define NPY_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define NPY_PREFETCH(x, rw, loc) __builtin_prefetch((x), (rw), (loc))
#define NPY_RETURNS_BORROWED_REF
#define NPY_STEALS_REF_TO_ARG(n)
#define NPY_TLS __thread
#define NPY_SIZEOF_SHORT 2
#define NPY_SIZEOF_INT 4
#define NPY_SIZEOF_LONG 8
#define NPY_SIZEOF_LONGLONG 8
#define NPY_SIZEOF_FLOAT 4
#define NPY_SIZEOF_DOUBLE 8
#define NPY_SIZEOF_LONGDOUBLE 16
#define NPY_SIZEOF_COMPLEX_FLOAT 8
#define NPY_SIZEOF_COMPLEX_DOUBLE 16
#define NPY_SIZEOF_COMPLEX_LONGDOUBLE 32
#define NPY_SIZEOF_PY_INTPTR_T 8
#define NPY_SIZEOF_INTP 8
#define NPY_SIZEOF_UINTP 8
#define NPY_SIZEOF_PY_LONG_LONG 8
#define NPY_SIZEOF_OFF_T 8
#define NPY_SIZEOF_DATETIME 8
#define NPY_SIZEOF_CHAR 1
#define NPY_SIZEOF_HALF 2
#define NPY_BITSOF_BOOL 8
#define NPY_BITSOF_CHAR 8
#define NPY_BITSOF_SHORT 16
#define NPY_BITSOF_INT 32
#define NPY_BITSOF_LONG 64
#define NPY_BITSOF_LONGLONG 64
#define NPY_BITSOF_INTP 64
#define NPY_BITSOF_FLOAT 32
#define NPY_BITSOF_DOUBLE 64

typedef Py_intptr_t npy_intp;
typedef Py_uintptr_t npy_uintp;
typedef unsigned char npy_bool;
typedef signed char npy_byte;
typedef unsigned char npy_ubyte;
typedef char npy_char;
typedef short npy_short;
typedef unsigned short npy_ushort;
typedef int npy_int;
typedef unsigned int npy_uint;
typedef long npy_long;
typedef unsigned long npy_ulong;
typedef long long npy_longlong;
typedef unsigned long long npy_ulonglong;
typedef float npy_float;
typedef double npy_double;
typedef long double npy_longdouble;
typedef Py_hash_t npy_hash_t;
typedef Py_UCS4 npy_ucs4;
typedef unsigned short npy_half;
typedef npy_half npy_float16;
typedef signed char npy_int8;
typedef unsigned char npy_uint8;
typedef short npy_int16;
typedef unsigned short npy_uint16;
typedef int npy_int32;
typedef unsigned int npy_uint32;
typedef long npy_int64;
typedef unsigned long npy_uint64;
typedef float npy_float32;
typedef double npy_float64;
typedef long double npy_float128;
typedef npy_int64 npy_timedelta;
typedef npy_int64 npy_datetime;
typedef off_t npy_off_t;
#ifdef __cplusplus
typedef struct { double _Val[2]; } npy_cdouble;
typedef struct { float _Val[2]; } npy_cfloat;
typedef struct { long double _Val[2]; } npy_clongdouble;
#else
typedef double _Complex npy_cdouble;
typedef float _Complex npy_cfloat;
typedef long double _Complex npy_clongdouble;
#endif
typedef npy_cfloat npy_complex64;
typedef npy_cdouble npy_complex128;
typedef npy_clongdouble npy_complex256;
#define NPY_FALSE 0
#define NPY_TRUE 1
#define NPY_MAX_INT8 127
#define NPY_MIN_INT8 -128
#define NPY_MAX_UINT8 255
#define NPY_MAX_INT16 32767
#define NPY_MIN_INT16 -32768
#define NPY_MAX_UINT16 65535
#define NPY_MAX_INT32 2147483647
#define NPY_MIN_INT32 (-NPY_MAX_INT32 - 1)
#define NPY_MAX_UINT32 4294967295U
#define NPY_MAX_INT64 9223372036854775807L
#define NPY_MIN_INT64 (-NPY_MAX_INT64 - 1L)
#define NPY_MAX_UINT64 18446744073709551615UL
#define NPY_MIN_DATETIME NPY_MIN_INT64
#define NPY_MAX_DATETIME NPY_MAX_INT64
#define NPY_MIN_TIMEDELTA NPY_MIN_INT64
#define NPY_MAX_TIMEDELTA NPY_MAX_INT64
#define NPY_MAX_BYTE SCHAR_MAX
#define NPY_MIN_BYTE SCHAR_MIN
#define NPY_MAX_UBYTE UCHAR_MAX
#define NPY_MAX_SHORT SHRT_MAX
#define NPY_MIN_SHORT SHRT_MIN
#define NPY_MAX_USHORT USHRT_MAX
#define NPY_MAX_INT INT_MAX
#define NPY_MIN_INT INT_MIN
#define NPY_MAX_UINT UINT_MAX
#define NPY_MAX_LONG LONG_MAX
#define NPY_MIN_LONG LONG_MIN
#define NPY_MAX_ULONG ULONG_MAX
#define NPY_MAX_LONGLONG LLONG_MAX
#define NPY_MIN_LONGLONG LLONG_MIN
#define NPY_MAX_ULONGLONG ULLONG_MAX
#define NPY_MAX_INTP NPY_MAX_LONG
#define NPY_MIN_INTP NPY_MIN_LONG
#define NPY_MAX_UINTP NPY_MAX_ULONG
#define NPY_INT8_FMT "hhd"
#define NPY_INT16_FMT "hd"
#define NPY_INT32_FMT "d"
#define NPY_INT64_FMT "ld"
#define NPY_UINT64_FMT "lu"
#define NPY_INTP_FMT "ld"
#define NPY_DATETIME_FMT "ld"
#define NPY_TIMEDELTA_FMT "ld"
#define NPY_LONGLONG_FMT "lld"
#define NPY_ULONGLONG_FMT "llu"

#ifdef __cplusplus
}
#endif
#endif
