/* sys/statfs: Linux's state of file systems. */
#ifndef PIL_LIBC_SYS_STATFS_H
#define PIL_LIBC_SYS_STATFS_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef struct {
    int val[2];
} fsid_t;
struct statfs {
    long f_type, f_bsize;
    fsblkcnt_t f_blocks, f_bfree, f_bavail;
    fsfilcnt_t f_files, f_ffree;
    fsid_t f_fsid;
    long f_namelen, f_frsize, f_flags, f_spare[4];
};
int statfs(const char *, struct statfs *);
int fstatfs(int, struct statfs *);
#ifdef __cplusplus
}
#endif

#endif
