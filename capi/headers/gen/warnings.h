/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_WARNINGS_H
#define PIL_GEN_WARNINGS_H
#include "Python.h"
#endif
