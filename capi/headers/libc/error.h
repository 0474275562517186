/* error: messages on the standard error stream. */
#ifndef PIL_LIBC_ERROR_H
#define PIL_LIBC_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif
void error(int, int, const char *, ...);
#ifdef __cplusplus
}
#endif

#endif
