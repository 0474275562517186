/* linux/if_packet: addresses of packet sockets. */
#ifndef PIL_LIBC_LINUX_IF_PACKET_H
#define PIL_LIBC_LINUX_IF_PACKET_H

#include "../sys/socket.h"

struct sockaddr_ll {
    unsigned short sll_family, sll_protocol;
    int sll_ifindex;
    unsigned short sll_hatype;
    unsigned char sll_pkttype, sll_halen, sll_addr[8];
};

#endif
