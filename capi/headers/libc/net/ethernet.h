/* net/ethernet: frames. */
#ifndef PIL_LIBC_NET_ETHERNET_H
#define PIL_LIBC_NET_ETHERNET_H

#define ETH_ALEN 6
#define ETH_P_ALL 3
#define ETH_P_IP 0x0800

#endif
