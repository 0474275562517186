/* alloca: memory on the stack. */
#ifndef PIL_LIBC_ALLOCA_H
#define PIL_LIBC_ALLOCA_H

#include "stdlib.h"

#endif
