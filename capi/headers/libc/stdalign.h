/* stdalign: alignment keywords. */
#ifndef PIL_LIBC_STDALIGN_H
#define PIL_LIBC_STDALIGN_H

#ifndef __cplusplus
#define alignas _Alignas
#define alignof _Alignof
#endif

#endif
