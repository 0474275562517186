/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_CELLOBJECT_H
#define PIL_GEN_CPYTHON_CELLOBJECT_H
#include "Python.h"
#endif
