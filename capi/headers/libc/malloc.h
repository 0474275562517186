/* malloc: all of it stands in stdlib.h here, but for statistics. */
#ifndef PIL_LIBC_MALLOC_H
#define PIL_LIBC_MALLOC_H

#include "stdlib.h"
#include "stdio.h"

#ifdef __cplusplus
extern "C" {
#endif
struct mallinfo {
    int arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
struct mallinfo2 {
    size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
struct mallinfo mallinfo(void);
struct mallinfo2 mallinfo2(void);
int malloc_trim(size_t);
size_t malloc_usable_size(void *);
int mallopt(int, int);
int malloc_info(int, struct _IO_FILE *);
#define M_MMAP_THRESHOLD (-3)
#define M_TRIM_THRESHOLD (-1)
#ifdef __cplusplus
}
#endif

#endif
