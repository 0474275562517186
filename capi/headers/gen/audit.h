/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_AUDIT_H
#define PIL_GEN_AUDIT_H
#include "Python.h"
#endif
