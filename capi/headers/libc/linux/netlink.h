/* linux/netlink: messages to the kernel. */
#ifndef PIL_LIBC_LINUX_NETLINK_H
#define PIL_LIBC_LINUX_NETLINK_H

#include "types.h"
#include "../sys/socket.h"

struct sockaddr_nl {
    sa_family_t nl_family;
    unsigned short nl_pad;
    __u32 nl_pid, nl_groups;
};
struct nlmsghdr {
    __u32 nlmsg_len;
    __u16 nlmsg_type, nlmsg_flags;
    __u32 nlmsg_seq, nlmsg_pid;
};

#endif
