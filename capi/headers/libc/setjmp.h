/* setjmp: non-local jumps. */
#ifndef PIL_LIBC_SETJMP_H
#define PIL_LIBC_SETJMP_H

#ifdef __cplusplus
extern "C" {
#endif
typedef struct pil_jmp_buf {
    long pil_regs[25];
} jmp_buf[1];
typedef struct pil_jmp_buf sigjmp_buf[1];
int setjmp(jmp_buf);
int _setjmp(jmp_buf);
int sigsetjmp(sigjmp_buf, int);
__attribute__((noreturn)) void longjmp(jmp_buf, int);
__attribute__((noreturn)) void _longjmp(jmp_buf, int);
__attribute__((noreturn)) void siglongjmp(sigjmp_buf, int);
#define setjmp(env) setjmp(env)
#ifdef __cplusplus
}
#endif

#endif
