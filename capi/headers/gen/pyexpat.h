/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PYEXPAT_H
#define PIL_GEN_PYEXPAT_H
#include "Python.h"
#endif
