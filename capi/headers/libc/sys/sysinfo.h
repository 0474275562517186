/* sys/sysinfo: Linux's overview of the system. */
#ifndef PIL_LIBC_SYS_SYSINFO_H
#define PIL_LIBC_SYS_SYSINFO_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif
struct sysinfo {
    long uptime;
    unsigned long loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
    unsigned short procs, pad;
    unsigned long totalhigh, freehigh;
    unsigned int mem_unit;
};
int sysinfo(struct sysinfo *);
int get_nprocs(void);
int get_nprocs_conf(void);
#ifdef __cplusplus
}
#endif

#endif
