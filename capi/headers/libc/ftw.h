/* ftw: walking trees of files. */
#ifndef PIL_LIBC_FTW_H
#define PIL_LIBC_FTW_H

#include "sys/stat.h"

#ifdef __cplusplus
extern "C" {
#endif
struct FTW {
    int base, level;
};
int nftw(const char *, int (*)(const char *, const struct stat *, int, struct FTW *), int, int);
#ifdef __cplusplus
}
#endif

#endif
