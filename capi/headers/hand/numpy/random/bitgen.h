/* The generator behind numpy.random. */
#ifndef PIL_NUMPY_RANDOM_BITGEN_H
#define PIL_NUMPY_RANDOM_BITGEN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bitgen {
    void *state;
    uint64_t (*next_uint64)(void *);
    uint32_t (*next_uint32)(void *);
    double (*next_double)(void *);
    uint64_t (*next_raw)(void *);
} bitgen_t;

#ifdef __cplusplus
}
#endif
#endif
