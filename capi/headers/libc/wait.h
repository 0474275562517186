/* wait: a name of sys/wait.h. */
#ifndef PIL_LIBC_WAIT_H
#define PIL_LIBC_WAIT_H

#include "sys/wait.h"

#endif
