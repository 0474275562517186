/* sys/sysctl: BSD's and macOS's system parameters. */
#ifndef PIL_LIBC_SYS_SYSCTL_H
#define PIL_LIBC_SYS_SYSCTL_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
#define CTL_KERN 1
#define CTL_VM 2
#define CTL_VFS 3
#define CTL_NET 4
#define CTL_HW 6
#define KERN_OSTYPE 1
#define KERN_OSRELEASE 2
#define KERN_ARGMAX 8
#define KERN_PROC 14
#define KERN_BOOTTIME 21
#define KERN_PROCARGS2 49
#define KERN_PROC_ALL 0
#define KERN_PROC_PID 1
#define KERN_PROC_ARGS 7
#define KERN_PROC_PATHNAME 12
#define HW_MACHINE 1
#define HW_MODEL 2
#define HW_NCPU 3
#define HW_PHYSMEM 5
#define HW_PAGESIZE 7
#define HW_MEMSIZE 24
#define HW_CPU_FREQ 15
#define VM_LOADAVG 2
#define VM_SWAPUSAGE 5
int sysctl(int *, unsigned int, void *, size_t *, void *, size_t);
int sysctlbyname(const char *, void *, size_t *, void *, size_t);
int sysctlnametomib(const char *, int *, size_t *);
struct xsw_usage {
    uint64_t xsu_total, xsu_avail, xsu_used;
    uint32_t xsu_pagesize;
};
struct clockinfo {
    int hz, tick, profhz, stathz, tickadj;
};
#ifdef __cplusplus
}
#endif

#endif
