/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_PYMEM_H
#define PIL_GEN_CPYTHON_PYMEM_H
#include "Python.h"
#endif
