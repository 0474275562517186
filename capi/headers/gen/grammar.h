/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_GRAMMAR_H
#define PIL_GEN_GRAMMAR_H
#include "Python.h"
#include "pil_rare.h"
#endif
