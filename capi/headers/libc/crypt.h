/* crypt: hashed passwords. */
#ifndef PIL_LIBC_CRYPT_H
#define PIL_LIBC_CRYPT_H

#ifdef __cplusplus
extern "C" {
#endif
char *crypt(const char *, const char *);
#ifdef __cplusplus
}
#endif

#endif
