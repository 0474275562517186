/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_DATETIME_H
#define PIL_GEN_DATETIME_H
#include "Python.h"
#endif
