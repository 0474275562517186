/* Internal of the interpreter: what extensions reach of it stands in pil_frame.h. */
#include "pil_frame.h"
