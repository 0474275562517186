/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_SLOTS_H
#define PIL_GEN_SLOTS_H
#include "Python.h"
#endif
