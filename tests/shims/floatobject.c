/* Cases of floatobject.h, complexobject.h, pystrtod.h and pymath.h: numbers in and out, texts of numbers, packing.
 * Values are compared to the last bit. */
#include "cases.h"

CASE(float_round_trip)
{
    double values[] = {0.0, -0.0, 1.5, -1e300, 5e-324};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *number = PyFloat_FromDouble(values[at]);
        say_double("inline", PyFloat_AS_DOUBLE(number));
        say_double("function", PyFloat_AsDouble(number));
        say_new("repr", number);
    }
    PyObject *nan = PyFloat_FromDouble(Py_NAN);
    say("nan %d", PyFloat_AS_DOUBLE(nan) != PyFloat_AS_DOUBLE(nan));
    Py_DECREF(nan);
}

CASE(float_identity)
{
    PyObject *number = PyFloat_FromDouble(2.25), *seen = publish(number);
    say("same %d", number == seen);
    Py_DECREF(number);
    Py_DECREF(seen);
}

CASE(float_as_double_of_others)
{
    PyObject *number = py("3"), *huge = py("10**400"), *index = py("Index(4)"), *real = py("Float()"), *text = py("'1.5'"), *boom = py("Boom()"), *sub = py("FloatSub(7.5)");
    say_double("int", PyFloat_AsDouble(number));
    say_double("huge", PyFloat_AsDouble(huge));
    say_double("index", PyFloat_AsDouble(index));
    say_double("__float__", PyFloat_AsDouble(real));
    say_double("str", PyFloat_AsDouble(text));
    say_double("raising", PyFloat_AsDouble(boom));
    say_double("subclass", PyFloat_AsDouble(sub));
    say_double("NULL", PyFloat_AsDouble(NULL));
    say_double("inline of a subclass", PyFloat_AS_DOUBLE(sub));
    Py_DECREF(number);
    Py_DECREF(huge);
    Py_DECREF(index);
    Py_DECREF(real);
    Py_DECREF(text);
    Py_DECREF(boom);
    Py_DECREF(sub);
}

CASE(float_from_string)
{
    PyObject *text = py("' 1e3 '"), *bytes = py("b'2.5'"), *bad = py("'x'"), *list = py("[]"), *inf = py("'-inf'");
    say_new("str", PyFloat_FromString(text));
    say_new("bytes", PyFloat_FromString(bytes));
    say_new("bad", PyFloat_FromString(bad));
    say_new("list", PyFloat_FromString(list));
    say_new("inf", PyFloat_FromString(inf));
    Py_DECREF(text);
    Py_DECREF(bytes);
    Py_DECREF(bad);
    Py_DECREF(list);
    Py_DECREF(inf);
}

CASE(float_limits)
{
    say_double("max", PyFloat_GetMax());
    say_double("min", PyFloat_GetMin());
    PyObject *info = PyFloat_GetInfo();
    say_new("dig", PyObject_GetAttrString(info, "dig"));
    Py_DECREF(info);
}

CASE(float_pack)
{
    char bytes[8];
    say_status("8 little", PyFloat_Pack8(1.5, bytes, 1));
    say_bytes("bytes", bytes, 8);
    say_double("back", PyFloat_Unpack8(bytes, 1));
    say_status("4 big", PyFloat_Pack4(-2.25, bytes, 0));
    say_bytes("bytes", bytes, 4);
    say_double("back", PyFloat_Unpack4(bytes, 0));
    say_status("2", PyFloat_Pack2(0.5, bytes, 1));
    say_bytes("bytes", bytes, 2);
    say_double("back", PyFloat_Unpack2(bytes, 1));
    say_status("4 too large", PyFloat_Pack4(1e300, bytes, 1));
    say_status("2 too large", PyFloat_Pack2(1e6, bytes, 1));
}

CASE(float_checks)
{
    PyObject *real = py("1.0"), *sub = py("FloatSub(1)"), *number = py("1");
    say("%d%d %d%d %d", PyFloat_Check(real), PyFloat_CheckExact(real), PyFloat_Check(sub), PyFloat_CheckExact(sub), PyFloat_Check(number));
    say("basicsize %zd", PyFloat_Type.tp_basicsize);
    Py_DECREF(real);
    Py_DECREF(sub);
    Py_DECREF(number);
}

CASE(complex_round_trip)
{
    PyObject *number = PyComplex_FromDoubles(1.5, -2.0);
    Py_complex value = PyComplex_AsCComplex(number);
    say("%g %g", value.real, value.imag);
    say_double("real", PyComplex_RealAsDouble(number));
    say_double("imag", PyComplex_ImagAsDouble(number));
    say_double("inline", ((PyComplexObject *)number)->cval.imag);
    PyObject *seen = publish(number);
    say("same %d", seen == number);
    Py_DECREF(seen);
    say_new("repr", number);
    say_new("from struct", PyComplex_FromCComplex((Py_complex){3, 4}));
}

CASE(complex_of_others)
{
    PyObject *real = py("2.5"), *text = py("'x'"), *number = py("3"), *index = py("Index(5)");
    Py_complex value = PyComplex_AsCComplex(real);
    say("%g %g", value.real, value.imag);
    value = PyComplex_AsCComplex(text);
    say("%g", value.real);
    say_raised("str");
    value = PyComplex_AsCComplex(index);
    say("%g", value.real);
    say_double("real of an int", PyComplex_RealAsDouble(number));
    say_double("imag of an int", PyComplex_ImagAsDouble(number));
    say_double("real of a str", PyComplex_RealAsDouble(text));
    say("check %d", PyComplex_Check(real));
    Py_DECREF(real);
    Py_DECREF(text);
    Py_DECREF(number);
    Py_DECREF(index);
}

CASE(strtod)
{
    char *end = NULL;
    say_double("plain", PyOS_string_to_double("1.5", NULL, NULL));
    say_double("rest without end", PyOS_string_to_double("1.5x", NULL, NULL));
    say_double("rest", PyOS_string_to_double("1.5x", &end, NULL));
    say("end %s", end);
    say_double("overflow", PyOS_string_to_double("1e999", NULL, NULL));
    say_double("overflow raises", PyOS_string_to_double("1e999", NULL, PyExc_OverflowError));
    say_double("nothing", PyOS_string_to_double("", NULL, NULL));
    say_double("blank", PyOS_string_to_double(" 1", NULL, NULL));
    say_double("inf", PyOS_string_to_double("-inf", NULL, NULL));
}

static void text_of(double value, char code, int precision, int flags)
{
    int kind = -1;
    char *text = PyOS_double_to_string(value, code, precision, flags, &kind);
    say("%s %d", text ? text : "NULL", kind);
    PyMem_Free(text);
    if (PyErr_Occurred())
        say_raised("raised");
}

CASE(dtoa)
{
    text_of(0.1, 'r', 0, 0);
    text_of(1.0, 'r', 0, Py_DTSF_ADD_DOT_0);
    text_of(1e22, 'r', 0, 0);
    text_of(3.14159, 'f', 2, 0);
    text_of(3.14159, 'e', 3, 0);
    text_of(1e10, 'g', 4, 0);
    text_of(5.0, 'g', 6, Py_DTSF_ALT | Py_DTSF_SIGN);
    text_of(Py_INFINITY, 'r', 0, 0);
    text_of(-Py_INFINITY, 'f', 2, 0);
    text_of(1.0, 'q', 0, 0);
    text_of(1.0, 'r', 5, 0);
}

CASE(strtol)
{
    char *end = NULL;
    say("%ld", PyOS_strtol("-42abc", &end, 10));
    say("end %s", end);
    say("%lu", PyOS_strtoul("0xff", &end, 0));
    say("%d %d", PyOS_mystricmp("ABC", "abc"), PyOS_mystrnicmp("ABd", "abc", 2));
    char text[8];
    say("%d %s", PyOS_snprintf(text, sizeof text, "%d", 12345678), text);
}
