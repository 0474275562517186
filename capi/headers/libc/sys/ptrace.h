/* sys/ptrace: tracing of processes. */
#ifndef PIL_LIBC_SYS_PTRACE_H
#define PIL_LIBC_SYS_PTRACE_H

#ifdef __cplusplus
extern "C" {
#endif
long ptrace(int, ...);
#ifdef __cplusplus
}
#endif

#endif
