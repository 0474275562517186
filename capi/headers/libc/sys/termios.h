/* sys/termios: a name of termios.h. */
#ifndef PIL_LIBC_SYS_TERMIOS_H
#define PIL_LIBC_SYS_TERMIOS_H

#include "../termios.h"

#endif
