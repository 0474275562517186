/* The capsule of pyexpat: only the parts that need no expat header. */
#ifndef PIL_PYEXPAT_H
#define PIL_PYEXPAT_H

#include "Python.h"

#define PyExpat_CAPI_MAGIC "pyexpat.expat_CAPI 1.1"
#define PyExpat_CAPSULE_NAME "pyexpat.expat_CAPI"

struct PyExpat_CAPI {
    char *magic;
    int size;
    int MAJOR_VERSION, MINOR_VERSION, MICRO_VERSION;
    const char *(*ErrorString)(int);
    int (*GetErrorCode)(void *);
    unsigned long (*GetErrorColumnNumber)(void *);
    unsigned long (*GetErrorLineNumber)(void *);
    int (*Parse)(void *, const char *, int, int);
    void *(*ParserCreate_MM)(const char *, const void *, const char *);
    void (*ParserFree)(void *);
};

#endif
