/* The simulated processor. */
#ifndef PIL_NUMPY_NPY_CPU_H
#define PIL_NUMPY_NPY_CPU_H

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_CPU_AMD64 1

#ifdef __cplusplus
}
#endif
#endif
