/* netinet/ip: nothing beyond addresses is needed. */
#ifndef PIL_LIBC_NETINET_IP_H
#define PIL_LIBC_NETINET_IP_H

#include "in.h"

#endif
