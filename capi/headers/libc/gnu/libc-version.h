/* gnu/libc-version: the C library's version at run time. */
#ifndef PIL_LIBC_GNU_LIBC_VERSION_H
#define PIL_LIBC_GNU_LIBC_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif
const char *gnu_get_libc_version(void);
const char *gnu_get_libc_release(void);
#ifdef __cplusplus
}
#endif

#endif
