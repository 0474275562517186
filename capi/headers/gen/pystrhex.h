/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PYSTRHEX_H
#define PIL_GEN_PYSTRHEX_H
#include "Python.h"
#endif
