/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PY_CURSES_H
#define PIL_GEN_PY_CURSES_H
#include "Python.h"
#endif
