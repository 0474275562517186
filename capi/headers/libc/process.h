/* Windows' process.h: threads of the C run-time. */
#ifndef PIL_LIBC_PROCESS_H
#define PIL_LIBC_PROCESS_H

#include "unistd.h"
#ifdef __cplusplus
extern "C" {
#endif
unsigned long _beginthreadex(void *, unsigned int, unsigned int (*)(void *), void *, unsigned int, unsigned int *);
unsigned long _beginthread(void (*)(void *), unsigned int, void *);
void _endthreadex(unsigned int);
#ifdef __cplusplus
}
#endif

#endif
