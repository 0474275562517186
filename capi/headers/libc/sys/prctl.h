/* sys/prctl: control of the process. */
#ifndef PIL_LIBC_SYS_PRCTL_H
#define PIL_LIBC_SYS_PRCTL_H

#ifdef __cplusplus
extern "C" {
#endif
#define PR_SET_PDEATHSIG 1
#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_SET_DUMPABLE 4
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
int prctl(int, ...);
#ifdef __cplusplus
}
#endif

#endif
