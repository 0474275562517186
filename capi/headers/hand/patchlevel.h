/* The version that is simulated: PIL_PYTHON (0x03NN0000) decides, 3.14 if nobody says.
   Not a version of any installed Python. */
#ifndef PIL_PATCHLEVEL_H
#define PIL_PATCHLEVEL_H

#ifndef PIL_PYTHON
#define PIL_PYTHON 0x030E0000
#endif

#define PY_RELEASE_LEVEL_ALPHA 0xA
#define PY_RELEASE_LEVEL_BETA 0xB
#define PY_RELEASE_LEVEL_GAMMA 0xC
#define PY_RELEASE_LEVEL_FINAL 0xF

/* Plain numbers, because sources paste and stringify them. */
#define PY_MAJOR_VERSION 3
#define PY_MICRO_VERSION 0
#define PY_RELEASE_LEVEL 0xF
#define PY_RELEASE_SERIAL 0
#if PIL_PYTHON < 0x030A0000
#define PY_MINOR_VERSION 9
#define PY_VERSION "3.9.0"
#define PY_VERSION_HEX 0x030900F0
#elif PIL_PYTHON < 0x030B0000
#define PY_MINOR_VERSION 10
#define PY_VERSION "3.10.0"
#define PY_VERSION_HEX 0x030A00F0
#elif PIL_PYTHON < 0x030C0000
#define PY_MINOR_VERSION 11
#define PY_VERSION "3.11.0"
#define PY_VERSION_HEX 0x030B00F0
#elif PIL_PYTHON < 0x030D0000
#define PY_MINOR_VERSION 12
#define PY_VERSION "3.12.0"
#define PY_VERSION_HEX 0x030C00F0
#elif PIL_PYTHON < 0x030E0000
#define PY_MINOR_VERSION 13
#define PY_VERSION "3.13.0"
#define PY_VERSION_HEX 0x030D00F0
#elif PIL_PYTHON < 0x030F0000
#define PY_MINOR_VERSION 14
#define PY_VERSION "3.14.0"
#define PY_VERSION_HEX 0x030E00F0
#elif PIL_PYTHON < 0x03100000
#define PY_MINOR_VERSION 15
#define PY_VERSION "3.15.0"
#define PY_VERSION_HEX 0x030F00F0
#else
#define PY_MINOR_VERSION 16
#define PY_VERSION "3.16.0"
#define PY_VERSION_HEX 0x031000F0
#endif

#define _Py_PACK_FULL_VERSION(x, y, z, level, serial) \
    ((((x) & 0xff) << 24) | (((y) & 0xff) << 16) | (((z) & 0xff) << 8) | (((level) & 0xf) << 4) | ((serial) & 0xf))
#define _Py_PACK_VERSION(x, y) _Py_PACK_FULL_VERSION(x, y, 0, 0, 0)

#endif
