/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_PYFRAME_H
#define PIL_GEN_CPYTHON_PYFRAME_H
#include "Python.h"
#endif
