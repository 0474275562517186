/* termio: an old name of termios.h. */
#ifndef PIL_LIBC_TERMIO_H
#define PIL_LIBC_TERMIO_H

#include "termios.h"
#include "sys/ioctl.h"

#endif
