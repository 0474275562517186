/* The simulated system. */
#ifndef PIL_NUMPY_NPY_OS_H
#define PIL_NUMPY_NPY_OS_H

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_OS_LINUX 1

#ifdef __cplusplus
}
#endif
#endif
