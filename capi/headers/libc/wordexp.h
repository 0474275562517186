/* wordexp: expansion of words. */
#ifndef PIL_LIBC_WORDEXP_H
#define PIL_LIBC_WORDEXP_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef struct {
    size_t we_wordc;
    char **we_wordv;
    size_t we_offs;
} wordexp_t;
int wordexp(const char *, wordexp_t *, int);
void wordfree(wordexp_t *);
#ifdef __cplusplus
}
#endif

#endif
