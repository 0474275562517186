/* linux/futex: operations on futexes. */
#ifndef PIL_LIBC_LINUX_FUTEX_H
#define PIL_LIBC_LINUX_FUTEX_H

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
#define FUTEX_PRIVATE_FLAG 128
#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129
#define FUTEX_WAIT_BITSET 9

#endif
