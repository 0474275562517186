/* search: hash tables and trees. */
#ifndef PIL_LIBC_SEARCH_H
#define PIL_LIBC_SEARCH_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef enum { preorder, postorder, endorder, leaf } VISIT;
void *tsearch(const void *, void **, int (*)(const void *, const void *));
void *tfind(const void *, void *const *, int (*)(const void *, const void *));
#ifdef __cplusplus
}
#endif

#endif
