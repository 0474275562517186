/* kvm: BSD's access to kernel memory. */
#ifndef PIL_LIBC_KVM_H
#define PIL_LIBC_KVM_H

#include "sys/types.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef struct pil_kvm kvm_t;
kvm_t *kvm_open(const char *, const char *, const char *, int, const char *);
kvm_t *kvm_openfiles(const char *, const char *, const char *, int, char *);
int kvm_close(kvm_t *);
char *kvm_geterr(kvm_t *);
#ifdef __cplusplus
}
#endif

#endif
