/* stdnoreturn: the noreturn keyword. */
#ifndef PIL_LIBC_STDNORETURN_H
#define PIL_LIBC_STDNORETURN_H

#ifndef __cplusplus
#define noreturn _Noreturn
#endif

#endif
