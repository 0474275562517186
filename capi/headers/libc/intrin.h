/* MSVC's intrinsics: the common ones. */
#ifndef PIL_LIBC_INTRIN_H
#define PIL_LIBC_INTRIN_H

#include "pil_simd.h"
#ifdef __cplusplus
extern "C" {
#endif
unsigned char _BitScanForward(unsigned long *, unsigned long);
unsigned char _BitScanReverse(unsigned long *, unsigned long);
unsigned char _BitScanForward64(unsigned long *, unsigned long long);
unsigned char _BitScanReverse64(unsigned long *, unsigned long long);
unsigned long long _umul128(unsigned long long, unsigned long long, unsigned long long *);
long _InterlockedCompareExchange(long volatile *, long, long);
long _InterlockedExchangeAdd(long volatile *, long);
void *_InterlockedCompareExchangePointer(void *volatile *, void *, void *);
#ifdef __cplusplus
}
#endif

#endif
