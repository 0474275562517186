/* spawn: new processes. */
#ifndef PIL_LIBC_SPAWN_H
#define PIL_LIBC_SPAWN_H

#include "signal.h"
#include "sched.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef struct {
    long pil_state[42];
} posix_spawnattr_t;
typedef struct {
    long pil_state[10];
} posix_spawn_file_actions_t;
int posix_spawn(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const *, char *const *);
int posix_spawnp(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const *, char *const *);
int posix_spawn_file_actions_init(posix_spawn_file_actions_t *);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *, int, int);
int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *, int);
#ifdef __cplusplus
}
#endif

#endif
