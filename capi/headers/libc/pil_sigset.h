/* The set of signals, shared by signal.h and sys/select.h. */
#ifndef PIL_LIBC_PIL_SIGSET_H
#define PIL_LIBC_PIL_SIGSET_H

typedef struct {
    unsigned long pil_bits[16];
} sigset_t;

#endif
