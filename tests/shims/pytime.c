/* Cases of pycore_time.h: times of Python's numbers and C's structs, rounded four ways. */
#include "cases.h"
#include <sys/time.h>
#include <time.h>

typedef int64_t Time;
Time _PyTime_FromSeconds(int);
int _PyTime_FromSecondsObject(Time *, PyObject *, int), _PyTime_FromMillisecondsObject(Time *, PyObject *, int);
Time _PyTime_AsMicroseconds(Time, int), _PyTime_AsMilliseconds(Time, int), _PyDeadline_Init(Time), _PyDeadline_Get(Time);
int _PyTime_AsTimespec(Time, struct timespec *), _PyTime_AsTimeval(Time, struct timeval *, int), _PyTime_AsTimevalTime_t(Time, time_t *, int *, int);
void _PyTime_AsTimespec_clamp(Time, struct timespec *), _PyTime_AsTimeval_clamp(Time, struct timeval *, int);
int _PyTime_ObjectToTime_t(PyObject *, time_t *, int), _PyTime_ObjectToTimespec(PyObject *, time_t *, long *, int), _PyTime_ObjectToTimeval(PyObject *, time_t *, long *, int);
int _PyTime_gmtime(time_t, struct tm *), _PyTime_localtime(time_t, struct tm *);
time_t _PyLong_AsTime_t(PyObject *);
PyObject *_PyLong_FromTime_t(time_t);

static const char *numbers[] = {"0", "7", "-7", "1.5", "-1.5", "2.5e-9", "3.5e-9", "-2.5e-9", "-3.5e-9", "1e-10", "-1e-10", "0.9999999999", "-0.9999999999", "1.0000005",
    "-1.0000005", "9223372036", "9223372037", "-9223372037", "1e30", "-1e30", "10**30", "-10**30", "float('nan')", "float('inf')", "'text'", "None", "True", "Index(3)"};
#define COUNT (sizeof numbers / sizeof *numbers)

CASE(time_of_seconds)
{
    say("%lld %lld", (long long)_PyTime_FromSeconds(3), (long long)_PyTime_FromSeconds(-2147483647));
    for (size_t at = 0; at < COUNT; at++)
        for (int round = 0; round < 4; round++) {
            Time time = 77;
            PyObject *number = py(numbers[at]);
            int status = _PyTime_FromSecondsObject(&time, number, round);
            say_status(numbers[at], status);
            if (status == 0)
                say("%lld", (long long)time);
            Py_DECREF(number);
        }
}

CASE(time_of_milliseconds)
{
    for (size_t at = 0; at < COUNT; at++)
        for (int round = 0; round < 4; round++) {
            Time time = 77;
            PyObject *number = py(numbers[at]);
            int status = _PyTime_FromMillisecondsObject(&time, number, round);
            say_status(numbers[at], status);
            if (status == 0)
                say("%lld", (long long)time);
            Py_DECREF(number);
        }
}

static const Time times[] = {0, 1, -1, 499, 500, 501, -499, -500, -501, 1000, 1500, 2500, -1500, -2500, 1500000, 2500000, -2500000, 999999999, -999999999, 1000000001, INT64_MAX, INT64_MIN, INT64_MIN + 1};

CASE(time_in_other_units)
{
    for (size_t at = 0; at < sizeof times / sizeof *times; at++)
        for (int round = 0; round < 4; round++)
            say("%lld %lld", (long long)_PyTime_AsMicroseconds(times[at], round), (long long)_PyTime_AsMilliseconds(times[at], round));
}

CASE(time_in_structs)
{
    for (size_t at = 0; at < sizeof times / sizeof *times; at++) {
        struct timespec spec;
        struct timeval val;
        time_t seconds;
        int microseconds;
        say_status("timespec", _PyTime_AsTimespec(times[at], &spec));
        say("%lld %ld", (long long)spec.tv_sec, spec.tv_nsec);
        _PyTime_AsTimespec_clamp(times[at], &spec);
        say("%lld %ld", (long long)spec.tv_sec, spec.tv_nsec);
        for (int round = 0; round < 4; round++) {
            say_status("timeval", _PyTime_AsTimeval(times[at], &val, round));
            say("%lld %ld", (long long)val.tv_sec, (long)val.tv_usec);
            _PyTime_AsTimeval_clamp(times[at], &val, round);
            say("%lld %ld", (long long)val.tv_sec, (long)val.tv_usec);
            say_status("both", _PyTime_AsTimevalTime_t(times[at], &seconds, &microseconds, round));
            say("%lld %d", (long long)seconds, microseconds);
        }
    }
}

CASE(time_in_parts)
{
    for (size_t at = 0; at < COUNT; at++)
        for (int round = 0; round < 4; round++) {
            time_t seconds = 77;
            long rest = 77;
            PyObject *number = py(numbers[at]);
            int status = _PyTime_ObjectToTime_t(number, &seconds, round);
            say_status("seconds", status);
            if (status == 0)
                say("%lld", (long long)seconds);
            status = _PyTime_ObjectToTimespec(number, &seconds, &rest, round);
            say_status("nanoseconds", status);
            if (status == 0)
                say("%lld %ld", (long long)seconds, rest);
            status = _PyTime_ObjectToTimeval(number, &seconds, &rest, round);
            say_status("microseconds", status);
            if (status == 0)
                say("%lld %ld", (long long)seconds, rest);
            Py_DECREF(number);
        }
}

CASE(time_of_calendars)
{
    struct tm parts;
    say_status("gmtime", _PyTime_gmtime(1000000000, &parts));
    say("%d %d %d %d %d %d %d", parts.tm_year, parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_wday);
    say_status("localtime", _PyTime_localtime(1000000000, &parts));
    say("%d %d", parts.tm_year, parts.tm_min);
    say_status("too far", _PyTime_gmtime(INT64_MAX, &parts));
    say_new("from", _PyLong_FromTime_t(-5));
    PyObject *small = py("-12"), *large = py("10**20");
    say_status("small", _PyLong_AsTime_t(small));
    say_status("large", _PyLong_AsTime_t(large));
    say_status("none", _PyLong_AsTime_t(Py_None));
    Py_DECREF(small);
    Py_DECREF(large);
}

CASE(time_of_deadlines)
{
    Time deadline = _PyDeadline_Init(3600LL * 1000000000), left = _PyDeadline_Get(deadline);
    say("%d", left > 3500LL * 1000000000 && left <= 3600LL * 1000000000);
    say("%d %d", _PyDeadline_Init(INT64_MAX) == INT64_MAX, _PyDeadline_Get(_PyDeadline_Init(-5)) < 0);
}
