/* complex: complex numbers in C. */
#ifndef PIL_LIBC_COMPLEX_H
#define PIL_LIBC_COMPLEX_H

#ifdef __cplusplus
extern "C++" {
#include <complex>
}
#else
#define complex _Complex
#define _Complex_I (__extension__ 1.0iF)
#define I _Complex_I
#define CMPLX(x, y) __builtin_complex((double)(x), (double)(y))
#define CMPLXF(x, y) __builtin_complex((float)(x), (float)(y))
#define CMPLXL(x, y) __builtin_complex((long double)(x), (long double)(y))
#define PIL_CPX(fn) double _Complex fn(double _Complex); float _Complex fn##f(float _Complex); long double _Complex fn##l(long double _Complex);
#define PIL_CPXR(fn) double fn(double _Complex); float fn##f(float _Complex); long double fn##l(long double _Complex);
PIL_CPX(cacos) PIL_CPX(casin) PIL_CPX(catan) PIL_CPX(ccos) PIL_CPX(csin) PIL_CPX(ctan) PIL_CPX(cacosh) PIL_CPX(casinh) PIL_CPX(catanh)
PIL_CPX(ccosh) PIL_CPX(csinh) PIL_CPX(ctanh) PIL_CPX(cexp) PIL_CPX(clog) PIL_CPX(csqrt) PIL_CPX(conj) PIL_CPX(cproj)
PIL_CPXR(cabs) PIL_CPXR(carg) PIL_CPXR(creal) PIL_CPXR(cimag)
double _Complex cpow(double _Complex, double _Complex);
float _Complex cpowf(float _Complex, float _Complex);
long double _Complex cpowl(long double _Complex, long double _Complex);
#undef PIL_CPX
#undef PIL_CPXR
#endif

#endif
