/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_SENTINELOBJECT_H
#define PIL_GEN_CPYTHON_SENTINELOBJECT_H
#include "Python.h"
#endif
