/* sys/msg: System V messages. */
#ifndef PIL_LIBC_SYS_MSG_H
#define PIL_LIBC_SYS_MSG_H

#include "ipc.h"

#ifdef __cplusplus
extern "C" {
#endif
int msgget(key_t, int);
int msgsnd(int, const void *, size_t, int);
ssize_t msgrcv(int, void *, size_t, long, int);
#ifdef __cplusplus
}
#endif

#endif
