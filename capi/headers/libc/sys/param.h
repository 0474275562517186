/* sys/param: limits and roundings. */
#ifndef PIL_LIBC_SYS_PARAM_H
#define PIL_LIBC_SYS_PARAM_H

#include "../limits.h"
#include "../endian.h"
#include "types.h"

#define MAXPATHLEN 4096
#define MAXHOSTNAMELEN 64
#define MAXSYMLINKS 20
#define NBBY 8
#define HZ 100
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#define howmany(x, y) (((x) + ((y) - 1)) / (y))
#define roundup(x, y) ((((x) + ((y) - 1)) / (y)) * (y))

#endif
