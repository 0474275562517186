/* cpuid: features of x86 processors. */
#ifndef PIL_LIBC_CPUID_H
#define PIL_LIBC_CPUID_H

#ifdef __cplusplus
extern "C" {
#endif
#define bit_SSE3 (1 << 0)
#define bit_PCLMUL (1 << 1)
#define bit_SSSE3 (1 << 9)
#define bit_FMA (1 << 12)
#define bit_SSE4_1 (1 << 19)
#define bit_SSE4_2 (1 << 20)
#define bit_POPCNT (1 << 23)
#define bit_OSXSAVE (1 << 27)
#define bit_AVX (1 << 28)
#define bit_SSE2 (1 << 26)
#define bit_AVX2 (1 << 5)
#define bit_BMI (1 << 3)
#define bit_BMI2 (1 << 8)
void pil_cpuid(unsigned int, unsigned int, unsigned int *, unsigned int *, unsigned int *, unsigned int *);
int __get_cpuid(unsigned int, unsigned int *, unsigned int *, unsigned int *, unsigned int *);
int __get_cpuid_count(unsigned int, unsigned int, unsigned int *, unsigned int *, unsigned int *, unsigned int *);
unsigned int __get_cpuid_max(unsigned int, unsigned int *);
#define __cpuid(level, a, b, c, d) pil_cpuid((level), 0, &(a), &(b), &(c), &(d))
#define __cpuid_count(level, count, a, b, c, d) pil_cpuid((level), (count), &(a), &(b), &(c), &(d))
#ifdef __cplusplus
}
#endif

#endif
