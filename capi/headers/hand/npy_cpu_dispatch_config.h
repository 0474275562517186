/* NumPy's own headers include this build-made file by name: no dispatched targets beyond the baseline. */
#ifndef PIL_NPY_CPU_DISPATCH_CONFIG_H
#define PIL_NPY_CPU_DISPATCH_CONFIG_H

#define NPY_WITH_CPU_BASELINE ""
#define NPY_WITH_CPU_DISPATCH ""
#define NPY_WITH_CPU_BASELINE_N 0
#define NPY_WITH_CPU_DISPATCH_N 0
#define NPY_WITH_CPU_BASELINE_CALL(CB, ...)
#define NPY_WITH_CPU_DISPATCH_CALL(CB, ...)
#define NPY_WITH_CPU_EXPAND_(X) X

#endif
