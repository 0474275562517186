/* The C-API of datetime: the capsule's struct, field access, constructors, each as a function behind its macro. */
#ifndef DATETIME_H
#define DATETIME_H

#include "Python.h"
#ifdef __cplusplus
extern "C" {
#endif

#define _PyDateTime_DATE_DATASIZE 4
#define _PyDateTime_TIME_DATASIZE 6
#define _PyDateTime_DATETIME_DATASIZE 10
#define _PyTZINFO_HEAD \
    PyObject ob_base; \
    Py_hash_t hashcode; \
    char hastzinfo;
#define _PyDateTime_TIMEHEAD _PyTZINFO_HEAD unsigned char data[_PyDateTime_TIME_DATASIZE];
#define _PyDateTime_DATETIMEHEAD _PyTZINFO_HEAD unsigned char data[_PyDateTime_DATETIME_DATASIZE];

typedef struct {
    PyObject ob_base;
    Py_hash_t hashcode;
    int days;
    int seconds;
    int microseconds;
} PyDateTime_Delta;
typedef struct {
    PyObject ob_base;
} PyDateTime_TZInfo;
typedef struct {
    _PyTZINFO_HEAD
} _PyDateTime_BaseTZInfo;
typedef struct {
    _PyDateTime_TIMEHEAD
} _PyDateTime_BaseTime;
typedef struct {
    _PyDateTime_TIMEHEAD
    unsigned char fold;
    PyObject *tzinfo;
} PyDateTime_Time;
typedef struct {
    _PyTZINFO_HEAD
    unsigned char data[_PyDateTime_DATE_DATASIZE];
} PyDateTime_Date;
typedef struct {
    _PyDateTime_DATETIMEHEAD
} _PyDateTime_BaseDateTime;
typedef struct {
    _PyDateTime_DATETIMEHEAD
    unsigned char fold;
    PyObject *tzinfo;
} PyDateTime_DateTime;

typedef struct PyDateTime_CAPI {
    PyTypeObject *DateType;
    PyTypeObject *DateTimeType;
    PyTypeObject *TimeType;
    PyTypeObject *DeltaType;
    PyTypeObject *TZInfoType;
    PyObject *TimeZone_UTC;
    PyObject *(*Date_FromDate)(int, int, int, PyTypeObject *);
    PyObject *(*DateTime_FromDateAndTime)(int, int, int, int, int, int, int, PyObject *, PyTypeObject *);
    PyObject *(*Time_FromTime)(int, int, int, int, PyObject *, PyTypeObject *);
    PyObject *(*Delta_FromDelta)(int, int, int, int, PyTypeObject *);
    PyObject *(*TimeZone_FromTimeZone)(PyObject *, PyObject *);
    PyObject *(*DateTime_FromTimestamp)(PyObject *, PyObject *, PyObject *);
    PyObject *(*Date_FromTimestamp)(PyObject *, PyObject *);
    PyObject *(*DateTime_FromDateAndTimeAndFold)(int, int, int, int, int, int, int, PyObject *, int, PyTypeObject *);
    PyObject *(*Time_FromTimeAndFold)(int, int, int, int, PyObject *, int, PyTypeObject *);
} PyDateTime_CAPI;

#define PyDateTime_CAPSULE_NAME "datetime.datetime_CAPI"

extern PyDateTime_CAPI *PyDateTimeAPI;
PyDateTime_CAPI *pil_PyDateTime_IMPORT(void);
extern PyObject *pil_PyDateTime_TimeZone_UTC;
#define PyDateTime_IMPORT (PyDateTimeAPI = pil_PyDateTime_IMPORT())
#define PyDateTime_TimeZone_UTC pil_PyDateTime_TimeZone_UTC

int pil_PyDateTime_GET_YEAR(PyObject *);
int pil_PyDateTime_GET_MONTH(PyObject *);
int pil_PyDateTime_GET_DAY(PyObject *);
int pil_PyDateTime_DATE_GET_HOUR(PyObject *);
int pil_PyDateTime_DATE_GET_MINUTE(PyObject *);
int pil_PyDateTime_DATE_GET_SECOND(PyObject *);
int pil_PyDateTime_DATE_GET_MICROSECOND(PyObject *);
int pil_PyDateTime_DATE_GET_FOLD(PyObject *);
PyObject *pil_PyDateTime_DATE_GET_TZINFO(PyObject *);
int pil_PyDateTime_TIME_GET_HOUR(PyObject *);
int pil_PyDateTime_TIME_GET_MINUTE(PyObject *);
int pil_PyDateTime_TIME_GET_SECOND(PyObject *);
int pil_PyDateTime_TIME_GET_MICROSECOND(PyObject *);
int pil_PyDateTime_TIME_GET_FOLD(PyObject *);
PyObject *pil_PyDateTime_TIME_GET_TZINFO(PyObject *);
int pil_PyDateTime_DELTA_GET_DAYS(PyObject *);
int pil_PyDateTime_DELTA_GET_SECONDS(PyObject *);
int pil_PyDateTime_DELTA_GET_MICROSECONDS(PyObject *);
int pil__PyDateTime_HAS_TZINFO(PyObject *);
int pil_PyDate_Check(PyObject *);
int pil_PyDate_CheckExact(PyObject *);
int pil_PyDateTime_Check(PyObject *);
int pil_PyDateTime_CheckExact(PyObject *);
int pil_PyTime_Check(PyObject *);
int pil_PyTime_CheckExact(PyObject *);
int pil_PyDelta_Check(PyObject *);
int pil_PyDelta_CheckExact(PyObject *);
int pil_PyTZInfo_Check(PyObject *);
int pil_PyTZInfo_CheckExact(PyObject *);
PyObject *pil_PyDate_FromDate(int, int, int);
PyObject *pil_PyDateTime_FromDateAndTime(int, int, int, int, int, int, int);
PyObject *pil_PyDateTime_FromDateAndTimeAndFold(int, int, int, int, int, int, int, int);
PyObject *pil_PyTime_FromTime(int, int, int, int);
PyObject *pil_PyTime_FromTimeAndFold(int, int, int, int, int);
PyObject *pil_PyDelta_FromDSU(int, int, int);
PyObject *pil_PyTimeZone_FromOffset(PyObject *);
PyObject *pil_PyTimeZone_FromOffsetAndName(PyObject *, PyObject *);
PyObject *pil_PyDateTime_FromTimestamp(PyObject *);
PyObject *pil_PyDate_FromTimestamp(PyObject *);

#define PyDateTime_GET_YEAR(o) pil_PyDateTime_GET_YEAR(_PyObject_CAST(o))
#define PyDateTime_GET_MONTH(o) pil_PyDateTime_GET_MONTH(_PyObject_CAST(o))
#define PyDateTime_GET_DAY(o) pil_PyDateTime_GET_DAY(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_HOUR(o) pil_PyDateTime_DATE_GET_HOUR(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_MINUTE(o) pil_PyDateTime_DATE_GET_MINUTE(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_SECOND(o) pil_PyDateTime_DATE_GET_SECOND(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_MICROSECOND(o) pil_PyDateTime_DATE_GET_MICROSECOND(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_FOLD(o) pil_PyDateTime_DATE_GET_FOLD(_PyObject_CAST(o))
#define PyDateTime_DATE_GET_TZINFO(o) pil_PyDateTime_DATE_GET_TZINFO(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_HOUR(o) pil_PyDateTime_TIME_GET_HOUR(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_MINUTE(o) pil_PyDateTime_TIME_GET_MINUTE(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_SECOND(o) pil_PyDateTime_TIME_GET_SECOND(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_MICROSECOND(o) pil_PyDateTime_TIME_GET_MICROSECOND(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_FOLD(o) pil_PyDateTime_TIME_GET_FOLD(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_TZINFO(o) pil_PyDateTime_TIME_GET_TZINFO(_PyObject_CAST(o))
#define PyDateTime_DELTA_GET_DAYS(o) pil_PyDateTime_DELTA_GET_DAYS(_PyObject_CAST(o))
#define PyDateTime_DELTA_GET_SECONDS(o) pil_PyDateTime_DELTA_GET_SECONDS(_PyObject_CAST(o))
#define PyDateTime_DELTA_GET_MICROSECONDS(o) pil_PyDateTime_DELTA_GET_MICROSECONDS(_PyObject_CAST(o))
#define _PyDateTime_HAS_TZINFO(o) pil__PyDateTime_HAS_TZINFO(_PyObject_CAST(o))
#define PyDate_Check(op) pil_PyDate_Check(_PyObject_CAST(op))
#define PyDate_CheckExact(op) pil_PyDate_CheckExact(_PyObject_CAST(op))
#define PyDateTime_Check(op) pil_PyDateTime_Check(_PyObject_CAST(op))
#define PyDateTime_CheckExact(op) pil_PyDateTime_CheckExact(_PyObject_CAST(op))
#define PyTime_Check(op) pil_PyTime_Check(_PyObject_CAST(op))
#define PyTime_CheckExact(op) pil_PyTime_CheckExact(_PyObject_CAST(op))
#define PyDelta_Check(op) pil_PyDelta_Check(_PyObject_CAST(op))
#define PyDelta_CheckExact(op) pil_PyDelta_CheckExact(_PyObject_CAST(op))
#define PyTZInfo_Check(op) pil_PyTZInfo_Check(_PyObject_CAST(op))
#define PyTZInfo_CheckExact(op) pil_PyTZInfo_CheckExact(_PyObject_CAST(op))
#define PyDate_FromDate(year, month, day) pil_PyDate_FromDate((year), (month), (day))
#define PyDateTime_FromDateAndTime(year, month, day, hour, min, sec, usec) pil_PyDateTime_FromDateAndTime((year), (month), (day), (hour), (min), (sec), (usec))
#define PyDateTime_FromDateAndTimeAndFold(year, month, day, hour, min, sec, usec, fold) pil_PyDateTime_FromDateAndTimeAndFold((year), (month), (day), (hour), (min), (sec), (usec), (fold))
#define PyTime_FromTime(hour, minute, second, usecond) pil_PyTime_FromTime((hour), (minute), (second), (usecond))
#define PyTime_FromTimeAndFold(hour, minute, second, usecond, fold) pil_PyTime_FromTimeAndFold((hour), (minute), (second), (usecond), (fold))
#define PyDelta_FromDSU(days, seconds, useconds) pil_PyDelta_FromDSU((days), (seconds), (useconds))
#define PyTimeZone_FromOffset(offset) pil_PyTimeZone_FromOffset((offset))
#define PyTimeZone_FromOffsetAndName(offset, name) pil_PyTimeZone_FromOffsetAndName((offset), (name))
#define PyDateTime_FromTimestamp(args) pil_PyDateTime_FromTimestamp((args))
#define PyDate_FromTimestamp(args) pil_PyDate_FromTimestamp((args))

#ifdef __cplusplus
}
#endif
#endif
