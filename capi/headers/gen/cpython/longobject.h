/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_CPYTHON_LONGOBJECT_H
#define PIL_GEN_CPYTHON_LONGOBJECT_H
#include "Python.h"
#endif
