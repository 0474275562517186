/* sys/cdefs: old compatibility macros. */
#ifndef PIL_LIBC_SYS_CDEFS_H
#define PIL_LIBC_SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif
#define __THROW
#define __P(args) args
#define __CONCAT(x, y) x##y

#endif
