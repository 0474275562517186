/* Attributes. */
#ifndef PIL_NUMPY_UTILS_H
#define PIL_NUMPY_UTILS_H

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_UNUSED_ATTR __attribute__((unused))
#define NPY_CAST(T, x) ((T)(x))
#define NPY_SIZEOF_UTILS 1

#ifdef __cplusplus
}
#endif
#endif
