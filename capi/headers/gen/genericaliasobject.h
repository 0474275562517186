/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_GENERICALIASOBJECT_H
#define PIL_GEN_GENERICALIASOBJECT_H
#include "Python.h"
#endif
