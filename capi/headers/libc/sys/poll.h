/* sys/poll: a name of poll.h. */
#ifndef PIL_LIBC_SYS_POLL_H
#define PIL_LIBC_SYS_POLL_H

#include "../poll.h"

#endif
