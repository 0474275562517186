/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PYABI_H
#define PIL_GEN_PYABI_H
#include "Python.h"
#endif
