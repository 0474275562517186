/* NumPy's mathematical functions. */
#ifndef PIL_NUMPY_NPY_MATH_H
#define PIL_NUMPY_NPY_MATH_H

#include <math.h>
#include "npy_common.h"

#ifdef __cplusplus
extern "C" {
#endif

double npy_sin(double);
float npy_sinf(float);
npy_longdouble npy_sinl(npy_longdouble);
double npy_cos(double);
float npy_cosf(float);
npy_longdouble npy_cosl(npy_longdouble);
double npy_tan(double);
float npy_tanf(float);
npy_longdouble npy_tanl(npy_longdouble);
double npy_sinh(double);
float npy_sinhf(float);
npy_longdouble npy_sinhl(npy_longdouble);
double npy_cosh(double);
float npy_coshf(float);
npy_longdouble npy_coshl(npy_longdouble);
double npy_tanh(double);
float npy_tanhf(float);
npy_longdouble npy_tanhl(npy_longdouble);
double npy_asin(double);
float npy_asinf(float);
npy_longdouble npy_asinl(npy_longdouble);
double npy_acos(double);
float npy_acosf(float);
npy_longdouble npy_acosl(npy_longdouble);
double npy_atan(double);
float npy_atanf(float);
npy_longdouble npy_atanl(npy_longdouble);
double npy_asinh(double);
float npy_asinhf(float);
npy_longdouble npy_asinhl(npy_longdouble);
double npy_acosh(double);
float npy_acoshf(float);
npy_longdouble npy_acoshl(npy_longdouble);
double npy_atanh(double);
float npy_atanhf(float);
npy_longdouble npy_atanhl(npy_longdouble);
double npy_exp(double);
float npy_expf(float);
npy_longdouble npy_expl(npy_longdouble);
double npy_exp2(double);
float npy_exp2f(float);
npy_longdouble npy_exp2l(npy_longdouble);
double npy_expm1(double);
float npy_expm1f(float);
npy_longdouble npy_expm1l(npy_longdouble);
double npy_log(double);
float npy_logf(float);
npy_longdouble npy_logl(npy_longdouble);
double npy_log10(double);
float npy_log10f(float);
npy_longdouble npy_log10l(npy_longdouble);
double npy_log2(double);
float npy_log2f(float);
npy_longdouble npy_log2l(npy_longdouble);
double npy_log1p(double);
float npy_log1pf(float);
npy_longdouble npy_log1pl(npy_longdouble);
double npy_sqrt(double);
float npy_sqrtf(float);
npy_longdouble npy_sqrtl(npy_longdouble);
double npy_cbrt(double);
float npy_cbrtf(float);
npy_longdouble npy_cbrtl(npy_longdouble);
double npy_fabs(double);
float npy_fabsf(float);
npy_longdouble npy_fabsl(npy_longdouble);
double npy_ceil(double);
float npy_ceilf(float);
npy_longdouble npy_ceill(npy_longdouble);
double npy_floor(double);
float npy_floorf(float);
npy_longdouble npy_floorl(npy_longdouble);
double npy_rint(double);
float npy_rintf(float);
npy_longdouble npy_rintl(npy_longdouble);
double npy_trunc(double);
float npy_truncf(float);
npy_longdouble npy_truncl(npy_longdouble);
double npy_deg2rad(double);
float npy_deg2radf(float);
npy_longdouble npy_deg2radl(npy_longdouble);
double npy_rad2deg(double);
float npy_rad2degf(float);
npy_longdouble npy_rad2degl(npy_longdouble);
double npy_spacing(double);
float npy_spacingf(float);
npy_longdouble npy_spacingl(npy_longdouble);
double npy_pow(double, double);
float npy_powf(float, float);
npy_longdouble npy_powl(npy_longdouble, npy_longdouble);
double npy_atan2(double, double);
float npy_atan2f(float, float);
npy_longdouble npy_atan2l(npy_longdouble, npy_longdouble);
double npy_hypot(double, double);
float npy_hypotf(float, float);
npy_longdouble npy_hypotl(npy_longdouble, npy_longdouble);
double npy_fmod(double, double);
float npy_fmodf(float, float);
npy_longdouble npy_fmodl(npy_longdouble, npy_longdouble);
double npy_copysign(double, double);
float npy_copysignf(float, float);
npy_longdouble npy_copysignl(npy_longdouble, npy_longdouble);
double npy_nextafter(double, double);
float npy_nextafterf(float, float);
npy_longdouble npy_nextafterl(npy_longdouble, npy_longdouble);
double npy_logaddexp(double, double);
float npy_logaddexpf(float, float);
npy_longdouble npy_logaddexpl(npy_longdouble, npy_longdouble);
double npy_logaddexp2(double, double);
float npy_logaddexp2f(float, float);
npy_longdouble npy_logaddexp2l(npy_longdouble, npy_longdouble);
double npy_heaviside(double, double);
float npy_heavisidef(float, float);
npy_longdouble npy_heavisidel(npy_longdouble, npy_longdouble);
double npy_modf(double, double *);
double npy_ldexp(double, int);
double npy_frexp(double, int *);
double npy_divmod(double, double, double *);
double npy_creal(const npy_cdouble);
double npy_cimag(const npy_cdouble);
float npy_crealf(const npy_cfloat);
float npy_cimagf(const npy_cfloat);
double npy_cabs(npy_cdouble);
double npy_carg(npy_cdouble);
npy_cdouble npy_cpack(double, double);
npy_cdouble npy_cexp(npy_cdouble);
npy_cdouble npy_clog(npy_cdouble);
npy_cdouble npy_csqrt(npy_cdouble);
npy_cdouble npy_cpow(npy_cdouble, npy_cdouble);
void npy_csetreal(npy_cdouble *, double);
void npy_csetimag(npy_cdouble *, double);
int npy_clear_floatstatus(void);
int npy_get_floatstatus(void);
int npy_get_floatstatus_barrier(char *);
int npy_clear_floatstatus_barrier(char *);
void npy_set_floatstatus_divbyzero(void);
void npy_set_floatstatus_overflow(void);
void npy_set_floatstatus_underflow(void);
void npy_set_floatstatus_invalid(void);
#define NPY_INFINITYF __builtin_inff()
#define NPY_INFINITY __builtin_inf()
#define NPY_INFINITYL __builtin_infl()
#define NPY_NANF __builtin_nanf("")
#define NPY_NAN __builtin_nan("")
#define NPY_NANL __builtin_nanl("")
#define NPY_PZERO 0.0
#define NPY_NZERO (-0.0)
#define NPY_PI 3.141592653589793238462643383279502884
#define NPY_PI_2 1.570796326794896619231321691639751442
#define NPY_PI_4 0.785398163397448309615660845819875721
#define NPY_1_PI 0.318309886183790671537767526745028724
#define NPY_E 2.718281828459045235360287471352662498
#define NPY_LOGE2 0.693147180559945309417232121458176568
#define NPY_LOGE10 2.302585092994045684017991454684364208
#define NPY_LOG2E 1.442695040888963407359924681001892137
#define NPY_SQRT2 1.414213562373095048801688724209698079
#define NPY_EULER 0.577215664901532860606512090082402431
#define NPY_FPE_DIVIDEBYZERO 1
#define NPY_FPE_OVERFLOW 2
#define NPY_FPE_UNDERFLOW 4
#define NPY_FPE_INVALID 8
#define npy_isnan(x) __builtin_isnan((double)(x))
#define npy_isinf(x) __builtin_isinf((double)(x))
#define npy_isfinite(x) __builtin_isfinite((double)(x))
#define npy_signbit(x) __builtin_signbit((double)(x))

#ifdef __cplusplus
}
#endif
#endif
