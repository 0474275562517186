/* utmp: log-in records. */
#ifndef PIL_LIBC_UTMP_H
#define PIL_LIBC_UTMP_H

#include "utmpx.h"

#ifdef __cplusplus
extern "C" {
#endif
#define UT_NAMESIZE 32
#define UT_HOSTSIZE 256
#define utmp utmpx
void setutent(void);
struct utmpx *getutent(void);
void endutent(void);
#ifdef __cplusplus
}
#endif

#endif
