/* sys/inotify: changes of files. */
#ifndef PIL_LIBC_SYS_INOTIFY_H
#define PIL_LIBC_SYS_INOTIFY_H

#include "../stdint.h"

#ifdef __cplusplus
extern "C" {
#endif
struct inotify_event {
    int wd;
    uint32_t mask, cookie, len;
    char name[];
};
#define IN_ACCESS 1
#define IN_MODIFY 2
#define IN_ATTRIB 4
#define IN_CLOSE_WRITE 8
#define IN_MOVED_FROM 0x40
#define IN_MOVED_TO 0x80
#define IN_CREATE 0x100
#define IN_DELETE 0x200
#define IN_CLOEXEC 02000000
#define IN_NONBLOCK 04000
int inotify_init(void);
int inotify_init1(int);
int inotify_add_watch(int, const char *, uint32_t);
int inotify_rm_watch(int, int);
#ifdef __cplusplus
}
#endif

#endif
