/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_REFCOUNT_H
#define PIL_GEN_REFCOUNT_H
#include "Python.h"
#endif
