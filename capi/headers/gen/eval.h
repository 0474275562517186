/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_EVAL_H
#define PIL_GEN_EVAL_H
#include "Python.h"
#endif
