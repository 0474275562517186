/* sys/user: registers of a traced process. */
#ifndef PIL_LIBC_SYS_USER_H
#define PIL_LIBC_SYS_USER_H

struct user_regs_struct {
    unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, orig_rax, rip, cs, eflags, rsp, ss;
};
#define PAGE_SIZE 4096

#endif
