/* sys/vfs: a name of sys/statfs.h. */
#ifndef PIL_LIBC_SYS_VFS_H
#define PIL_LIBC_SYS_VFS_H

#include "statfs.h"

#endif
