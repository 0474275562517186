/* A Windows header: what is needed of it stands in windows.h. */
#include "windows.h"
