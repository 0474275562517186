/* uchar: UTF-16 and UTF-32 characters. */
#ifndef PIL_LIBC_UCHAR_H
#define PIL_LIBC_UCHAR_H

#include "wchar.h"

#ifndef __cplusplus
typedef unsigned short char16_t;
typedef unsigned int char32_t;
#endif

#endif
