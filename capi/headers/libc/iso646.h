/* iso646: operator words. */
#ifndef PIL_LIBC_ISO646_H
#define PIL_LIBC_ISO646_H

#ifndef __cplusplus
#define and &&
#define or ||
#define not !
#define xor ^
#define bitand &
#define bitor |
#define compl ~
#define not_eq !=
#define and_eq &=
#define or_eq |=
#define xor_eq ^=
#endif

#endif
