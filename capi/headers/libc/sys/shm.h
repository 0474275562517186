/* sys/shm: System V shared memory. */
#ifndef PIL_LIBC_SYS_SHM_H
#define PIL_LIBC_SYS_SHM_H

#include "ipc.h"

#ifdef __cplusplus
extern "C" {
#endif
struct shmid_ds {
    struct ipc_perm shm_perm;
    size_t shm_segsz;
    time_t shm_atime, shm_dtime, shm_ctime;
    pid_t shm_cpid, shm_lpid;
    unsigned long shm_nattch;
};
#define SHM_RDONLY 010000
int shmget(key_t, size_t, int);
void *shmat(int, const void *, int);
int shmdt(const void *);
int shmctl(int, int, struct shmid_ds *);
#ifdef __cplusplus
}
#endif

#endif
