/* math: functions on real numbers; the classifying macros accept every type. */
#ifndef PIL_LIBC_MATH_H
#define PIL_LIBC_MATH_H

#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440
#define HUGE_VAL __builtin_huge_val()
#define HUGE_VALF __builtin_huge_valf()
#define HUGE_VALL __builtin_huge_vall()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define FP_ILOGB0 (-2147483647 - 1)
#define FP_ILOGBNAN (-2147483647 - 1)
#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling 3
typedef float float_t;
typedef double double_t;
#ifdef __cplusplus
extern "C" {
#endif
#define PIL_MATH1(fn) double fn(double); float fn##f(float); long double fn##l(long double);
#define PIL_MATH2(fn) double fn(double, double); float fn##f(float, float); long double fn##l(long double, long double);
PIL_MATH1(acos) PIL_MATH1(asin) PIL_MATH1(atan) PIL_MATH1(cos) PIL_MATH1(sin) PIL_MATH1(tan)
PIL_MATH1(acosh) PIL_MATH1(asinh) PIL_MATH1(atanh) PIL_MATH1(cosh) PIL_MATH1(sinh) PIL_MATH1(tanh)
PIL_MATH1(exp) PIL_MATH1(exp2) PIL_MATH1(expm1) PIL_MATH1(log) PIL_MATH1(log10) PIL_MATH1(log1p) PIL_MATH1(log2) PIL_MATH1(logb)
PIL_MATH1(sqrt) PIL_MATH1(cbrt) PIL_MATH1(fabs) PIL_MATH1(erf) PIL_MATH1(erfc) PIL_MATH1(tgamma) PIL_MATH1(lgamma)
PIL_MATH1(ceil) PIL_MATH1(floor) PIL_MATH1(nearbyint) PIL_MATH1(rint) PIL_MATH1(round) PIL_MATH1(trunc)
PIL_MATH2(atan2) PIL_MATH2(pow) PIL_MATH2(hypot) PIL_MATH2(fmod) PIL_MATH2(remainder) PIL_MATH2(copysign) PIL_MATH2(nextafter)
PIL_MATH2(fdim) PIL_MATH2(fmax) PIL_MATH2(fmin) PIL_MATH2(drem)
double exp10(double);
double pow10(double);
double gamma(double);
double lgamma_r(double, int *);
double j0(double);
double j1(double);
double jn(int, double);
double y0(double);
double y1(double);
double yn(int, double);
double significand(double);
double scalb(double, double);
void sincos(double, double *, double *);
double fma(double, double, double);
float fmaf(float, float, float);
double frexp(double, int *);
float frexpf(float, int *);
long double frexpl(long double, int *);
double ldexp(double, int);
float ldexpf(float, int);
long double ldexpl(long double, int);
double scalbn(double, int);
float scalbnf(float, int);
double scalbln(double, long);
double modf(double, double *);
float modff(float, float *);
long double modfl(long double, long double *);
int ilogb(double);
int ilogbf(float);
long lrint(double);
long lrintf(float);
long lround(double);
long lroundf(float);
long long llrint(double);
long long llrintf(float);
long long llround(double);
long long llroundf(float);
double remquo(double, double, int *);
double nan(const char *);
float nanf(const char *);
double nexttoward(double, long double);
int finite(double);
int finitef(float);
extern int signgam;
#undef PIL_MATH1
#undef PIL_MATH2
#ifdef __cplusplus
}
#endif
#ifndef __cplusplus
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define isnormal(x) __builtin_isnormal(x)
#define signbit(x) __builtin_signbit(x)
#define fpclassify(x) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, x)
#define isgreater(x, y) __builtin_isgreater(x, y)
#define isgreaterequal(x, y) __builtin_isgreaterequal(x, y)
#define isless(x, y) __builtin_isless(x, y)
#define islessequal(x, y) __builtin_islessequal(x, y)
#define isunordered(x, y) __builtin_isunordered(x, y)
#else
extern "C++" {
#define PIL_CLASSIFY(f) \
    inline bool f(float x) { return __builtin_##f(x); } \
    inline bool f(double x) { return __builtin_##f(x); } \
    inline bool f(long double x) { return __builtin_##f(x); }
PIL_CLASSIFY(isnan) PIL_CLASSIFY(isinf) PIL_CLASSIFY(isfinite) PIL_CLASSIFY(isnormal) PIL_CLASSIFY(signbit)
#undef PIL_CLASSIFY
int fpclassify(double);
bool isgreater(double, double);
bool isless(double, double);
bool isunordered(double, double);
}
#endif

#endif
