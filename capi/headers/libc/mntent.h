/* mntent: the table of mounts. */
#ifndef PIL_LIBC_MNTENT_H
#define PIL_LIBC_MNTENT_H

#include "stdio.h"

#ifdef __cplusplus
extern "C" {
#endif
struct mntent {
    char *mnt_fsname, *mnt_dir, *mnt_type, *mnt_opts;
    int mnt_freq, mnt_passno;
};
#define MOUNTED "/etc/mtab"
FILE *setmntent(const char *, const char *);
struct mntent *getmntent(FILE *);
int endmntent(FILE *);
char *hasmntopt(const struct mntent *, const char *);
#ifdef __cplusplus
}
#endif

#endif
