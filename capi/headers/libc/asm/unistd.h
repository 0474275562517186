/* asm/unistd: a name of sys/syscall.h. */
#ifndef PIL_LIBC_ASM_UNISTD_H
#define PIL_LIBC_ASM_UNISTD_H

#include "../sys/syscall.h"

#endif
