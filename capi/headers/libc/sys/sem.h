/* sys/sem: System V semaphores. */
#ifndef PIL_LIBC_SYS_SEM_H
#define PIL_LIBC_SYS_SEM_H

#include "ipc.h"

#ifdef __cplusplus
extern "C" {
#endif
struct sembuf {
    unsigned short sem_num;
    short sem_op, sem_flg;
};
struct semid_ds {
    struct ipc_perm sem_perm;
    time_t sem_otime, sem_ctime;
    unsigned long sem_nsems;
};
#define SEM_UNDO 0x1000
#define GETVAL 12
#define SETVAL 16
int semget(key_t, int, int);
int semop(int, struct sembuf *, size_t);
int semctl(int, int, int, ...);
#ifdef __cplusplus
}
#endif

#endif
