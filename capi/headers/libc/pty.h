/* pty: pseudo terminals. */
#ifndef PIL_LIBC_PTY_H
#define PIL_LIBC_PTY_H

#include "termios.h"
#include "sys/ioctl.h"

#ifdef __cplusplus
extern "C" {
#endif
int openpty(int *, int *, char *, const struct termios *, const struct winsize *);
int forkpty(int *, char *, const struct termios *, const struct winsize *);
int login_tty(int);
#ifdef __cplusplus
}
#endif

#endif
