/* net/if_arp: kinds of hardware addresses. */
#ifndef PIL_LIBC_NET_IF_ARP_H
#define PIL_LIBC_NET_IF_ARP_H

#include "../sys/socket.h"

#define ARPHRD_ETHER 1
#define ARPHRD_LOOPBACK 772

#endif
