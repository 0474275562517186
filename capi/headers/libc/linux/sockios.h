/* linux/sockios: numbers of socket controls. */
#ifndef PIL_LIBC_LINUX_SOCKIOS_H
#define PIL_LIBC_LINUX_SOCKIOS_H

#define SIOCETHTOOL 0x8946
#define SIOCGIFFLAGS 0x8913
#define SIOCGIFMTU 0x8921

#endif
