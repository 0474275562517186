/* varargs: an old name of stdarg.h. */
#ifndef PIL_LIBC_VARARGS_H
#define PIL_LIBC_VARARGS_H

#include "stdarg.h"

#endif
