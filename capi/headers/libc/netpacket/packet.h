/* netpacket/packet: a name of linux/if_packet.h. */
#ifndef PIL_LIBC_NETPACKET_PACKET_H
#define PIL_LIBC_NETPACKET_PACKET_H

#include "../linux/if_packet.h"

#endif
