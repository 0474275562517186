/* sys/uio: scattered input and output. */
#ifndef PIL_LIBC_SYS_UIO_H
#define PIL_LIBC_SYS_UIO_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
struct iovec {
    void *iov_base;
    size_t iov_len;
};
ssize_t readv(int, const struct iovec *, int);
ssize_t writev(int, const struct iovec *, int);
ssize_t preadv(int, const struct iovec *, int, off_t);
ssize_t pwritev(int, const struct iovec *, int, off_t);
ssize_t process_vm_readv(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);
#ifdef __cplusplus
}
#endif

#endif
