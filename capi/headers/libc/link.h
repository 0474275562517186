/* link: loaded objects. */
#ifndef PIL_LIBC_LINK_H
#define PIL_LIBC_LINK_H

#include "elf.h"
#include "dlfcn.h"
#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
#define ElfW(type) Elf64_##type
struct link_map {
    Elf64_Addr l_addr;
    char *l_name;
    void *l_ld;
    struct link_map *l_next, *l_prev;
};
struct dl_phdr_info {
    Elf64_Addr dlpi_addr;
    const char *dlpi_name;
    const Elf64_Phdr *dlpi_phdr;
    Elf64_Half dlpi_phnum;
};
int dl_iterate_phdr(int (*)(struct dl_phdr_info *, size_t, void *), void *);
#ifdef __cplusplus
}
#endif

#endif
