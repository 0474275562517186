/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_INTERNAL_PYCORE_LOCK_H
#define PIL_GEN_INTERNAL_PYCORE_LOCK_H
#include "Python.h"
#include "pil_internal.h"
#endif
