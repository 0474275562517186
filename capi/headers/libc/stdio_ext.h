/* stdio_ext: nothing beyond stdio is needed. */
#ifndef PIL_LIBC_STDIO_EXT_H
#define PIL_LIBC_STDIO_EXT_H

#include "stdio.h"

#endif
