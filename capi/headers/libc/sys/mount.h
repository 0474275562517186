/* sys/mount: mounting file systems. */
#ifndef PIL_LIBC_SYS_MOUNT_H
#define PIL_LIBC_SYS_MOUNT_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
#define MS_RDONLY 1
#define MS_BIND 4096
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount(const char *);
int umount2(const char *, int);
#ifdef __cplusplus
}
#endif

#endif
