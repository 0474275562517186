/* sys/select: descriptor sets. */
#ifndef PIL_LIBC_SYS_SELECT_H
#define PIL_LIBC_SYS_SELECT_H

#include "../pil_ctypes.h"
#include "../pil_sigset.h"

#ifdef __cplusplus
extern "C" {
#endif
#define FD_SETSIZE 1024
typedef struct {
    long fds_bits[16];
} fd_set;
typedef long fd_mask;
int pil_FD_ISSET(int, const fd_set *);
void pil_FD_SET(int, fd_set *);
void pil_FD_CLR(int, fd_set *);
void pil_FD_ZERO(fd_set *);
#define FD_SET(fd, set) pil_FD_SET((fd), (set))
#define FD_CLR(fd, set) pil_FD_CLR((fd), (set))
#define FD_ISSET(fd, set) pil_FD_ISSET((fd), (set))
#define FD_ZERO(set) pil_FD_ZERO(set)
int select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
int pselect(int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *);
#ifdef __cplusplus
}
#endif

#endif
