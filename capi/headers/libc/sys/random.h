/* sys/random: randomness of the kernel. */
#ifndef PIL_LIBC_SYS_RANDOM_H
#define PIL_LIBC_SYS_RANDOM_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
#define GRND_NONBLOCK 1
#define GRND_RANDOM 2
ssize_t getrandom(void *, size_t, unsigned int);
int getentropy(void *, size_t);
#ifdef __cplusplus
}
#endif

#endif
