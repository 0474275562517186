/* Byte order of the simulated machine. */
#ifndef PIL_NUMPY_NPY_ENDIAN_H
#define PIL_NUMPY_NPY_ENDIAN_H

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_BYTE_ORDER 1234
#define NPY_LITTLE_ENDIAN 1234
#define NPY_BIG_ENDIAN 4321
#define NPY_BYTE_ORDER_LITTLE 1

#ifdef __cplusplus
}
#endif
#endif
