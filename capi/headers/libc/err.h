/* err: messages on the standard error stream. */
#ifndef PIL_LIBC_ERR_H
#define PIL_LIBC_ERR_H

#include "stdarg.h"

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((noreturn)) void err(int, const char *, ...);
__attribute__((noreturn)) void errx(int, const char *, ...);
void warn(const char *, ...);
void warnx(const char *, ...);
#ifdef __cplusplus
}
#endif

#endif
