/* dlfcn: shared libraries. */
#ifndef PIL_LIBC_DLFCN_H
#define PIL_LIBC_DLFCN_H

#ifdef __cplusplus
extern "C" {
#endif
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_NOLOAD 4
#define RTLD_DEEPBIND 8
#define RTLD_GLOBAL 0x100
#define RTLD_LOCAL 0
#define RTLD_NODELETE 0x1000
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1L)
typedef struct {
    const char *dli_fname;
    void *dli_fbase;
    const char *dli_sname;
    void *dli_saddr;
} Dl_info;
void *dlopen(const char *, int);
int dlclose(void *);
void *dlsym(void *, const char *);
void *dlvsym(void *, const char *, const char *);
char *dlerror(void);
int dladdr(const void *, Dl_info *);
int dlinfo(void *, int, void *);
#ifdef __cplusplus
}
#endif

#endif
