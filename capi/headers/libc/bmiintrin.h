/* x86 intrinsics: all stand in pil_simd.h. */
#include "pil_simd.h"
