/* netinet/in_systm: nothing beyond addresses is needed. */
#ifndef PIL_LIBC_NETINET_IN_SYSTM_H
#define PIL_LIBC_NETINET_IN_SYSTM_H

#include "in.h"

#endif
