/* linux/if: a name of net/if.h. */
#ifndef PIL_LIBC_LINUX_IF_H
#define PIL_LIBC_LINUX_IF_H

#include "../net/if.h"

#endif
