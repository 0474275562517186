/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_ASDL_H
#define PIL_GEN_ASDL_H
#include "Python.h"
#include "pil_rare.h"
#endif
