/* Locks and thread-local storage that sources include by name: all of it is in Python.h here. */
#include "Python.h"
