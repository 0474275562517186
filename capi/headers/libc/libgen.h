/* libgen: parts of paths. */
#ifndef PIL_LIBC_LIBGEN_H
#define PIL_LIBC_LIBGEN_H

#ifdef __cplusplus
extern "C" {
#endif
char *dirname(char *);
#ifdef __cplusplus
}
#endif

#endif
