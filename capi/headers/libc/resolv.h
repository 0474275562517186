/* resolv: the resolver. */
#ifndef PIL_LIBC_RESOLV_H
#define PIL_LIBC_RESOLV_H

#include "netinet/in.h"

#ifdef __cplusplus
extern "C" {
#endif
int res_init(void);
#ifdef __cplusplus
}
#endif

#endif
