/* sys/signalfd: signals as descriptors. */
#ifndef PIL_LIBC_SYS_SIGNALFD_H
#define PIL_LIBC_SYS_SIGNALFD_H

#include "../pil_sigset.h"

#ifdef __cplusplus
extern "C" {
#endif
int signalfd(int, const sigset_t *, int);
#ifdef __cplusplus
}
#endif

#endif
