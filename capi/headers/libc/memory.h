/* memory: an old name of string.h. */
#ifndef PIL_LIBC_MEMORY_H
#define PIL_LIBC_MEMORY_H

#include "string.h"

#endif
