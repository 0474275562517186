/* zlib: the calls of its users. */
#ifndef PIL_LIBC_ZLIB_H
#define PIL_LIBC_ZLIB_H

#include "stddef.h"
#include "stdarg.h"

#ifdef __cplusplus
extern "C" {
#endif
typedef unsigned char Byte, Bytef;
typedef unsigned int uInt, uIntf;
typedef unsigned long uLong, uLongf, z_size_t, z_crc_t;
typedef void *voidp, *voidpf;
typedef const void *voidpc;
typedef voidpf (*alloc_func)(voidpf, uInt, uInt);
typedef void (*free_func)(voidpf, voidpf);
typedef struct z_stream_s {
    const Bytef *next_in;
    uInt avail_in;
    uLong total_in;
    Bytef *next_out;
    uInt avail_out;
    uLong total_out;
    const char *msg;
    void *state;
    alloc_func zalloc;
    free_func zfree;
    voidpf opaque;
    int data_type;
    uLong adler, reserved;
} z_stream, *z_streamp;
typedef struct gzFile_s *gzFile;
#define ZLIB_VERSION "1.2.13"
#define ZLIB_VERNUM 0x12d0
#define MAX_WBITS 15
#define MAX_MEM_LEVEL 9
#define DEF_MEM_LEVEL 8
#define Z_NULL 0
#define Z_NO_FLUSH 0
#define Z_PARTIAL_FLUSH 1
#define Z_SYNC_FLUSH 2
#define Z_FULL_FLUSH 3
#define Z_FINISH 4
#define Z_BLOCK 5
#define Z_TREES 6
#define Z_OK 0
#define Z_STREAM_END 1
#define Z_NEED_DICT 2
#define Z_ERRNO (-1)
#define Z_STREAM_ERROR (-2)
#define Z_DATA_ERROR (-3)
#define Z_MEM_ERROR (-4)
#define Z_BUF_ERROR (-5)
#define Z_VERSION_ERROR (-6)
#define Z_NO_COMPRESSION 0
#define Z_BEST_SPEED 1
#define Z_BEST_COMPRESSION 9
#define Z_DEFAULT_COMPRESSION (-1)
#define Z_FILTERED 1
#define Z_HUFFMAN_ONLY 2
#define Z_RLE 3
#define Z_FIXED 4
#define Z_DEFAULT_STRATEGY 0
#define Z_DEFLATED 8
#define Z_BINARY 0
#define Z_TEXT 1
#define Z_UNKNOWN 2
const char *zlibVersion(void);
int deflateInit(z_streamp, int);
int deflateInit2(z_streamp, int, int, int, int, int);
int deflate(z_streamp, int);
int deflateEnd(z_streamp);
int deflateReset(z_streamp);
int deflateCopy(z_streamp, z_streamp);
int deflateParams(z_streamp, int, int);
uLong deflateBound(z_streamp, uLong);
int deflateSetDictionary(z_streamp, const Bytef *, uInt);
int inflateInit(z_streamp);
int inflateInit2(z_streamp, int);
int inflate(z_streamp, int);
int inflateEnd(z_streamp);
int inflateReset(z_streamp);
int inflateReset2(z_streamp, int);
int inflateCopy(z_streamp, z_streamp);
int inflateSetDictionary(z_streamp, const Bytef *, uInt);
int compress(Bytef *, uLongf *, const Bytef *, uLong);
int compress2(Bytef *, uLongf *, const Bytef *, uLong, int);
uLong compressBound(uLong);
int uncompress(Bytef *, uLongf *, const Bytef *, uLong);
uLong crc32(uLong, const Bytef *, uInt);
uLong adler32(uLong, const Bytef *, uInt);
gzFile gzopen(const char *, const char *);
gzFile gzdopen(int, const char *);
int gzread(gzFile, voidp, unsigned int);
int gzwrite(gzFile, voidpc, unsigned int);
int gzclose(gzFile);
#ifdef __cplusplus
}
#endif

#endif
