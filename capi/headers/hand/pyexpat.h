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
    void (*SetCharacterDataHandler)(void *, void *);
    void (*SetCommentHandler)(void *, void *);
    void (*SetDefaultHandlerExpand)(void *, void *);
    void (*SetElementHandler)(void *, void *, void *);
    void (*SetNamespaceDeclHandler)(void *, void *, void *);
    void (*SetProcessingInstructionHandler)(void *, void *);
    void (*SetUnknownEncodingHandler)(void *, void *, void *);
    void (*SetUserData)(void *, void *);
    void (*SetStartDoctypeDeclHandler)(void *, void *);
    int (*SetEncoding)(void *, const char *);
    int (*DefaultUnknownEncodingHandler)(void *, const char *, void *);
    int (*SetHashSalt)(void *, unsigned long);
#if PIL_PYTHON >= 0x030D0000
    unsigned char (*SetReparseDeferralEnabled)(void *, unsigned char);
    unsigned char (*SetAllocTrackerActivationThreshold)(void *, unsigned long long);
    unsigned char (*SetAllocTrackerMaximumAmplification)(void *, float);
    unsigned char (*SetBillionLaughsAttackProtectionActivationThreshold)(void *, unsigned long long);
    unsigned char (*SetBillionLaughsAttackProtectionMaximumAmplification)(void *, float);
    unsigned char (*SetHashSalt16Bytes)(void *, const uint8_t *);
#endif
};

#endif
