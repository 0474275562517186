/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_EXPORTS_H
#define PIL_GEN_EXPORTS_H
#include "Python.h"
#endif
