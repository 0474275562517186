/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_ENUMOBJECT_H
#define PIL_GEN_ENUMOBJECT_H
#include "Python.h"
#endif
