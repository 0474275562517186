/* sched: scheduling and sets of processors. */
#ifndef PIL_LIBC_SCHED_H
#define PIL_LIBC_SCHED_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
struct sched_param {
    int sched_priority;
};
typedef struct {
    unsigned long pil_bits[16];
} cpu_set_t;
typedef unsigned long cpu_mask;
#define CPU_SETSIZE 1024
#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5
#define CLONE_NEWUSER 0x10000000
#define CLONE_NEWNS 0x00020000
int pil_CPU_ISSET(size_t, const cpu_set_t *);
void pil_CPU_SET(size_t, cpu_set_t *);
void pil_CPU_ZERO(cpu_set_t *);
int pil_CPU_COUNT(const cpu_set_t *);
cpu_set_t *pil_CPU_ALLOC(size_t);
void pil_CPU_FREE(cpu_set_t *);
#define CPU_SET(cpu, set) pil_CPU_SET((cpu), (set))
#define CPU_CLR(cpu, set) pil_CPU_SET((cpu), (set))
#define CPU_ISSET(cpu, set) pil_CPU_ISSET((cpu), (set))
#define CPU_ZERO(set) pil_CPU_ZERO(set)
#define CPU_COUNT(set) pil_CPU_COUNT(set)
#define CPU_ALLOC(n) pil_CPU_ALLOC(n)
#define CPU_FREE(set) pil_CPU_FREE(set)
#define CPU_ALLOC_SIZE(n) ((((size_t)(n) + 63) / 64) * 8)
#define CPU_SET_S(cpu, size, set) pil_CPU_SET((cpu), (set))
#define CPU_CLR_S(cpu, size, set) pil_CPU_SET((cpu), (set))
#define CPU_ISSET_S(cpu, size, set) pil_CPU_ISSET((cpu), (set))
#define CPU_ZERO_S(size, set) pil_CPU_ZERO(set)
#define CPU_COUNT_S(size, set) pil_CPU_COUNT(set)
int sched_yield(void);
int sched_getcpu(void);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setscheduler(pid_t, int, const struct sched_param *);
int sched_getscheduler(pid_t);
int sched_setparam(pid_t, const struct sched_param *);
int sched_getparam(pid_t, struct sched_param *);
int sched_get_priority_max(int);
int sched_get_priority_min(int);
int sched_rr_get_interval(pid_t, struct timespec *);
int unshare(int);
int setns(int, int);
#ifdef __cplusplus
}
#endif

#endif
