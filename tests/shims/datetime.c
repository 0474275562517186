/* Cases of datetime.h: the capsule, its constructors, the macros that read fields inline, on objects of C and of Python.
 * Every wheel that touches dates reads these structs without a call. */
#include "cases.h"

#include <datetime.h>

static void need_api(void)
{
    PyDateTime_IMPORT;
    NEED(PyDateTimeAPI);
}

CASE(datetime_capsule_types)
{
    need_api();
    PyObject *date = py("__import__('datetime').date"), *utc = py("__import__('datetime').timezone.utc");
    say("date %d", (PyObject *)PyDateTimeAPI->DateType == date);
    say("%s %s %s %s", PyDateTimeAPI->DateTimeType->tp_name, PyDateTimeAPI->TimeType->tp_name, PyDateTimeAPI->DeltaType->tp_name, PyDateTimeAPI->TZInfoType->tp_name);
    say("utc %d", PyDateTime_TimeZone_UTC == utc);
    say("sizes %zd %zd %zd %zd", PyDateTimeAPI->DateType->tp_basicsize, PyDateTimeAPI->DateTimeType->tp_basicsize, PyDateTimeAPI->TimeType->tp_basicsize,
        PyDateTimeAPI->DeltaType->tp_basicsize);
    Py_DECREF(date);
    Py_DECREF(utc);
}

CASE(datetime_date)
{
    need_api();
    PyObject *made = PyDate_FromDate(2024, 2, 29), *python = py("__import__('datetime').date(1999, 12, 31)");
    say_seen("made", made);
    say("%d %d %d", PyDateTime_GET_YEAR(made), PyDateTime_GET_MONTH(made), PyDateTime_GET_DAY(made));
    say("%d %d %d", PyDateTime_GET_YEAR(python), PyDateTime_GET_MONTH(python), PyDateTime_GET_DAY(python));
    say("checks %d %d %d", PyDate_Check(made), PyDate_CheckExact(made), PyDateTime_Check(made));
    say_new("bad", PyDate_FromDate(2023, 2, 29));
    say_new("year 0", PyDate_FromDate(0, 1, 1));
    PyObject *seen = publish(made);
    say("same %d", seen == made);
    Py_DECREF(seen);
    Py_DECREF(made);
    Py_DECREF(python);
}

CASE(datetime_datetime)
{
    need_api();
    PyObject *made = PyDateTime_FromDateAndTime(2024, 1, 2, 3, 4, 5, 678901), *python = py("__import__('datetime').datetime(1970, 5, 6, 7, 8, 9, 10, fold=1)");
    say_seen("made", made);
    say("%d %d %d %d", PyDateTime_DATE_GET_HOUR(made), PyDateTime_DATE_GET_MINUTE(made), PyDateTime_DATE_GET_SECOND(made), PyDateTime_DATE_GET_MICROSECOND(made));
    say("%d %d %d %d", PyDateTime_DATE_GET_HOUR(python), PyDateTime_DATE_GET_MINUTE(python), PyDateTime_DATE_GET_MICROSECOND(python), PyDateTime_DATE_GET_FOLD(python));
    say("tzinfo %d %d", PyDateTime_DATE_GET_TZINFO(made) == Py_None, PyDateTime_DATE_GET_TZINFO(python) == Py_None);
    say("checks %d %d", PyDateTime_Check(made), PyDate_Check(made));
    say_new("bad hour", PyDateTime_FromDateAndTime(2024, 1, 2, 24, 0, 0, 0));
    say_new("fold", PyDateTime_FromDateAndTimeAndFold(2024, 1, 2, 3, 0, 0, 0, 1));
    Py_DECREF(made);
    Py_DECREF(python);
}

CASE(datetime_aware)
{
    need_api();
    PyObject *made = PyDateTimeAPI->DateTime_FromDateAndTime(2024, 1, 2, 3, 4, 5, 6, PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
    say_seen("made", made);
    say("tzinfo %d", PyDateTime_DATE_GET_TZINFO(made) == PyDateTime_TimeZone_UTC);
    PyObject *python = py("__import__('datetime').datetime(2024, 1, 2, tzinfo=__import__('datetime').timezone.utc)");
    say("python tzinfo %d", PyDateTime_DATE_GET_TZINFO(python) == PyDateTime_TimeZone_UTC);
    say_new("offset", PyObject_CallMethod(made, "utcoffset", NULL));
    say_new("bad tzinfo", PyDateTimeAPI->DateTime_FromDateAndTime(2024, 1, 2, 3, 4, 5, 6, Py_True, PyDateTimeAPI->DateTimeType));
    Py_DECREF(made);
    Py_DECREF(python);
}

CASE(datetime_time)
{
    need_api();
    PyObject *made = PyTime_FromTime(1, 2, 3, 4), *python = py("__import__('datetime').time(5, 6, 7, 8, tzinfo=__import__('datetime').timezone.utc)");
    say_seen("made", made);
    say("%d %d %d %d", PyDateTime_TIME_GET_HOUR(made), PyDateTime_TIME_GET_MINUTE(made), PyDateTime_TIME_GET_SECOND(made), PyDateTime_TIME_GET_MICROSECOND(made));
    say("%d %d %d", PyDateTime_TIME_GET_HOUR(python), PyDateTime_TIME_GET_FOLD(python), PyDateTime_TIME_GET_TZINFO(python) == PyDateTime_TimeZone_UTC);
    say("checks %d %d", PyTime_Check(made), PyTime_CheckExact(python));
    say_new("fold", PyTime_FromTimeAndFold(1, 0, 0, 0, 1));
    Py_DECREF(made);
    Py_DECREF(python);
}

CASE(datetime_delta)
{
    need_api();
    PyObject *made = PyDelta_FromDSU(1, 90000, -1), *python = py("__import__('datetime').timedelta(days=-1, seconds=5)");
    say_seen("made", made);
    say("%d %d %d", PyDateTime_DELTA_GET_DAYS(made), PyDateTime_DELTA_GET_SECONDS(made), PyDateTime_DELTA_GET_MICROSECONDS(made));
    say("%d %d %d", PyDateTime_DELTA_GET_DAYS(python), PyDateTime_DELTA_GET_SECONDS(python), PyDateTime_DELTA_GET_MICROSECONDS(python));
    say("checks %d", PyDelta_Check(made));
    say_new("too large", PyDelta_FromDSU(1000000000, 0, 0));
    say_new("arithmetic", PyNumber_Add(made, python));
    Py_DECREF(made);
    Py_DECREF(python);
}

CASE(datetime_timezone)
{
    need_api();
    PyObject *offset = PyDelta_FromDSU(0, 3600, 0), *zone = PyTimeZone_FromOffset(offset), *name = PyUnicode_FromString("named"), *named = PyTimeZone_FromOffsetAndName(offset, name);
    say_seen("zone", zone);
    say_seen("named", named);
    say("checks %d", PyTZInfo_Check(zone));
    PyObject *zero = PyDelta_FromDSU(0, 0, 0), *utc = PyTimeZone_FromOffset(zero);
    say("utc itself %d", utc == PyDateTime_TimeZone_UTC);
    PyObject *large = PyDelta_FromDSU(2, 0, 0);
    say_new("too large", PyTimeZone_FromOffset(large));
    Py_XDECREF(offset);
    Py_XDECREF(zone);
    Py_XDECREF(name);
    Py_XDECREF(named);
    Py_XDECREF(zero);
    Py_XDECREF(utc);
    Py_XDECREF(large);
}

CASE(datetime_from_timestamp)
{
    need_api();
    PyObject *args = py("(86400, __import__('datetime').timezone.utc)"), *day = py("(0,)");
    say_new("datetime", PyDateTime_FromTimestamp(args));
    PyObject *date = PyDate_FromTimestamp(day);
    say("date %d", date && PyDate_Check(date));
    Py_XDECREF(date);
    Py_DECREF(args);
    Py_DECREF(day);
}

CASE(datetime_python_subclass)
{
    need_api();
    py_do("import datetime\nclass MyDate(datetime.datetime):\n    pass");
    PyObject *made = py("MyDate(2000, 1, 2, 3, 4, 5)");
    say("check %d exact %d", PyDateTime_Check(made), PyDateTime_CheckExact(made));
    say("%d %d %d", PyDateTime_GET_YEAR(made), PyDateTime_GET_DAY(made), PyDateTime_DATE_GET_SECOND(made));
    PyObject *klass = py("MyDate"), *again = PyDateTimeAPI->DateTime_FromDateAndTime(2001, 1, 1, 0, 0, 0, 0, Py_None, (PyTypeObject *)klass);
    say("class kept %d", again && (PyObject *)Py_TYPE(again) == klass);
    Py_XDECREF(again);
    Py_DECREF(klass);
    Py_DECREF(made);
}

CASE(datetime_result_of_arithmetic_inline)
{
    need_api();
    PyObject *date = PyDate_FromDate(2024, 12, 31), *day = PyDelta_FromDSU(1, 0, 0), *next = PyNumber_Add(date, day), *delta = PyNumber_Subtract(next, date);
    say("%d %d %d", PyDateTime_GET_YEAR(next), PyDateTime_GET_MONTH(next), PyDateTime_GET_DAY(next));
    say("%d", PyDateTime_DELTA_GET_DAYS(delta));
    say_status("compare", PyObject_RichCompareBool(date, next, Py_LT));
    Py_DECREF(date);
    Py_DECREF(day);
    Py_DECREF(next);
    Py_DECREF(delta);
}
