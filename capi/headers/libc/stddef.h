/* stddef: sizes, NULL, offsetof. */
#ifndef PIL_LIBC_STDDEF_H
#define PIL_LIBC_STDDEF_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
#define offsetof(type, member) __builtin_offsetof(type, member)
#ifndef PIL_MAX_ALIGN_T
#define PIL_MAX_ALIGN_T
typedef struct {
    long long pil_a;
    long double pil_b;
} max_align_t;
#endif
#ifdef __cplusplus
typedef decltype(nullptr) nullptr_t;
#endif
typedef unsigned int wint_t;
#ifdef __cplusplus
}
#endif

#endif
