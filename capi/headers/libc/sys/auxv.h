/* sys/auxv: what the kernel tells a new process. */
#ifndef PIL_LIBC_SYS_AUXV_H
#define PIL_LIBC_SYS_AUXV_H

#ifdef __cplusplus
extern "C" {
#endif
#define AT_HWCAP 16
#define AT_HWCAP2 26
#define AT_PAGESZ 6
unsigned long getauxval(unsigned long);
#ifdef __cplusplus
}
#endif

#endif
