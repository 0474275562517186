/* linux/version: the version of the kernel's headers. */
#ifndef PIL_LIBC_LINUX_VERSION_H
#define PIL_LIBC_LINUX_VERSION_H

#define LINUX_VERSION_CODE 393472
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))

#endif
