/* sys/syscall: numbers of system calls on x86-64. */
#ifndef PIL_LIBC_SYS_SYSCALL_H
#define PIL_LIBC_SYS_SYSCALL_H

#define SYS_read 0
#define SYS_write 1
#define SYS_open 2
#define SYS_close 3
#define SYS_ioctl 16
#define SYS_getpid 39
#define SYS_gettid 186
#define SYS_futex 202
#define SYS_sched_setaffinity 203
#define SYS_sched_getaffinity 204
#define SYS_getcpu 309
#define SYS_ioprio_set 251
#define SYS_ioprio_get 252
#define SYS_prlimit64 302
#define SYS_getrandom 318
#define SYS_memfd_create 319
#define SYS_membarrier 324
#define SYS_perf_event_open 298
#define __NR_gettid 186
#define __NR_futex 202
#define __NR_getrandom 318
#define __NR_ioprio_set 251
#define __NR_ioprio_get 252
#define __NR_perf_event_open 298

#endif
