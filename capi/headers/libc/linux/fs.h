/* linux/fs: controls of block devices. */
#ifndef PIL_LIBC_LINUX_FS_H
#define PIL_LIBC_LINUX_FS_H

#include "types.h"

#define BLKGETSIZE64 0x80081272
#define BLKSSZGET 0x1268
#define FICLONE 0x40049409

#endif
