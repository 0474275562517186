/* syscall: a name of sys/syscall.h. */
#ifndef PIL_LIBC_SYSCALL_H
#define PIL_LIBC_SYSCALL_H

#include "sys/syscall.h"

#endif
