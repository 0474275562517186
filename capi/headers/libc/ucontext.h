/* ucontext: saved contexts. */
#ifndef PIL_LIBC_UCONTEXT_H
#define PIL_LIBC_UCONTEXT_H

#include "signal.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef long long greg_t;
typedef struct {
    greg_t gregs[23];
    void *fpregs;
} mcontext_t;
typedef struct ucontext_t {
    unsigned long uc_flags;
    struct ucontext_t *uc_link;
    stack_t uc_stack;
    mcontext_t uc_mcontext;
    sigset_t uc_sigmask;
} ucontext_t;
enum { REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RDI, REG_RSI, REG_RBP, REG_RBX, REG_RDX, REG_RAX, REG_RCX, REG_RSP, REG_RIP };
int getcontext(ucontext_t *);
int setcontext(const ucontext_t *);
void makecontext(ucontext_t *, void (*)(void), int, ...);
int swapcontext(ucontext_t *, const ucontext_t *);
#ifdef __cplusplus
}
#endif

#endif
