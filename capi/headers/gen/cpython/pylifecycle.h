/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_PYLIFECYCLE_H
#define PIL_GEN_CPYTHON_PYLIFECYCLE_H
#include "Python.h"
#endif
