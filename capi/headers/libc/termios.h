/* termios: terminals. */
#ifndef PIL_LIBC_TERMIOS_H
#define PIL_LIBC_TERMIOS_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef unsigned char cc_t;
typedef unsigned int speed_t;
typedef unsigned int tcflag_t;
struct termios {
    tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;
    cc_t c_line, c_cc[32];
    speed_t c_ispeed, c_ospeed;
};
#define VINTR 0
#define VTIME 5
#define VMIN 6
#define IGNBRK 1
#define BRKINT 2
#define INPCK 020
#define ISTRIP 040
#define ICRNL 0400
#define IXON 02000
#define OPOST 1
#define ONLCR 4
#define CSIZE 060
#define CS8 060
#define ECHO 010
#define ICANON 2
#define ISIG 1
#define IEXTEN 0100000
#define TCSANOW 0
#define TCSADRAIN 1
#define TCSAFLUSH 2
#define TCIFLUSH 0
#define B9600 13
#define B115200 4098
int tcgetattr(int, struct termios *);
int tcsetattr(int, int, const struct termios *);
int tcsendbreak(int, int);
int tcdrain(int);
int tcflush(int, int);
int tcflow(int, int);
speed_t cfgetispeed(const struct termios *);
speed_t cfgetospeed(const struct termios *);
int cfsetispeed(struct termios *, speed_t);
int cfsetospeed(struct termios *, speed_t);
void cfmakeraw(struct termios *);
pid_t tcgetsid(int);
#ifdef __cplusplus
}
#endif

#endif
