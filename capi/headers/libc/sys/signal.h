/* sys/signal: a name of signal.h. */
#ifndef PIL_LIBC_SYS_SIGNAL_H
#define PIL_LIBC_SYS_SIGNAL_H

#include "../signal.h"

#endif
