/* The entry of Pilotage's analysis headers: what an extension sees when it includes Python.h.
   Own text, for parsing only: it declares the C-API so that every use shows in the tree. It is not CPython's header. */
#ifndef Py_PYTHON_H
#define Py_PYTHON_H

#include "patchlevel.h"
#include "pyconfig.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>
#include <stdlib.h>
#include <stdio.h>
#include <errno.h>
#include <ctype.h>
#include <sys/types.h>
#include <unistd.h>
#include <pthread.h>
#include <time.h>
#include <sys/time.h>
#include <sys/stat.h>

#include "pil_basic.h"
#include "pil_types.h"
#include "pil_objects.h"
#include "pil_structs.h"
#include "pil_structs_late.h"
#include "pil_functions.h"
#include "pil_macros.h"
#include "pil_constants.h"
#include "pil_expand.h"

#endif
