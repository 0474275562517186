/* sys/ioctl: device control. */
#ifndef PIL_LIBC_SYS_IOCTL_H
#define PIL_LIBC_SYS_IOCTL_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
struct winsize {
    unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};
#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414
#define TIOCSCTTY 0x540E
#define FIONREAD 0x541B
#define FIONBIO 0x5421
#define FIOCLEX 0x5451
#define SIOCGIFNAME 0x8910
#define SIOCGIFCONF 0x8912
#define SIOCGIFFLAGS 0x8913
#define SIOCGIFADDR 0x8915
#define SIOCGIFNETMASK 0x891b
#define SIOCGIFMTU 0x8921
#define SIOCGIFHWADDR 0x8927
#define SIOCGIFINDEX 0x8933
int ioctl(int, unsigned long, ...);
#ifdef __cplusplus
}
#endif

#endif
