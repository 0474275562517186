/* xlocale: a name of locale.h elsewhere. */
#ifndef PIL_LIBC_XLOCALE_H
#define PIL_LIBC_XLOCALE_H

#include "locale.h"

#endif
