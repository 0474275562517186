/* glob: matching files. */
#ifndef PIL_LIBC_GLOB_H
#define PIL_LIBC_GLOB_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef struct {
    size_t gl_pathc;
    char **gl_pathv;
    size_t gl_offs;
} glob_t;
#define GLOB_NOMATCH 3
int glob(const char *, int, int (*)(const char *, int), glob_t *);
void globfree(glob_t *);
#ifdef __cplusplus
}
#endif

#endif
