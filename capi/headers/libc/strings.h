/* strings: all of it stands in string.h here. */
#ifndef PIL_LIBC_STRINGS_H
#define PIL_LIBC_STRINGS_H

#include "string.h"

#endif
