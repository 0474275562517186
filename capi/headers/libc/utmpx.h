/* utmpx: log-in records. */
#ifndef PIL_LIBC_UTMPX_H
#define PIL_LIBC_UTMPX_H

#include "pil_ctypes.h"

#ifdef __cplusplus
extern "C" {
#endif
struct utmpx {
    short ut_type;
    pid_t ut_pid;
    char ut_line[32], ut_id[4], ut_user[32], ut_host[256];
    struct {
        short e_termination, e_exit;
    } ut_exit;
    int ut_session;
    struct timeval ut_tv;
    int ut_addr_v6[4];
};
#define ut_name ut_user
#define ut_time ut_tv.tv_sec
#define EMPTY 0
#define RUN_LVL 1
#define BOOT_TIME 2
#define USER_PROCESS 7
#define DEAD_PROCESS 8
void setutxent(void);
struct utmpx *getutxent(void);
void endutxent(void);
#ifdef __cplusplus
}
#endif

#endif
