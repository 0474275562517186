/* sys/ucontext: a name of ucontext.h. */
#ifndef PIL_LIBC_SYS_UCONTEXT_H
#define PIL_LIBC_SYS_UCONTEXT_H

#include "../ucontext.h"

#endif
