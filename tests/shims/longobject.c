/* Cases of longobject.h and boolobject.h: every width in and out, limits, wrong types, digits that C reads inline, PyLongWriter.
 * Limits are those of x86-64. */
#include "cases.h"

#include <limits.h>

CASE(long_from_widths)
{
    say_new("long", PyLong_FromLong(LONG_MIN));
    say_new("unsigned long", PyLong_FromUnsignedLong(ULONG_MAX));
    say_new("long long", PyLong_FromLongLong(LLONG_MIN));
    say_new("unsigned long long", PyLong_FromUnsignedLongLong(ULLONG_MAX));
    say_new("ssize", PyLong_FromSsize_t(PY_SSIZE_T_MIN));
    say_new("size", PyLong_FromSize_t(SIZE_MAX));
    say_new("pointer", PyLong_FromVoidPtr((void *)0xFFFFFFFFFFFF0000ULL));
    say_new("int32", PyLong_FromInt32(INT32_MIN));
    say_new("uint32", PyLong_FromUInt32(UINT32_MAX));
    say_new("int64", PyLong_FromInt64(INT64_MIN));
    say_new("uint64", PyLong_FromUInt64(UINT64_MAX));
}

CASE(long_small_are_shared)
{
    PyObject *a = PyLong_FromLong(5), *b = PyLong_FromSsize_t(5), *python = py("2 + 3");
    say("%d %d", a == b, a == python);
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(python);
}

CASE(long_identity_of_large)
{
    PyObject *number = PyLong_FromLong(1000000007), *seen = publish(number);
    say("same %d", number == seen);
    Py_DECREF(number);
    Py_DECREF(seen);
}

CASE(long_from_double)
{
    say_new("2.9", PyLong_FromDouble(2.9));
    say_new("-2.9", PyLong_FromDouble(-2.9));
    say_new("1e300", PyLong_FromDouble(1e20));
    say_new("nan", PyLong_FromDouble(Py_NAN));
    say_new("inf", PyLong_FromDouble(Py_INFINITY));
}

CASE(long_from_string)
{
    char *end = NULL;
    const char *text = " -12_000 rest";
    say_new("10", PyLong_FromString("  42  ", NULL, 10));
    say_new("16", PyLong_FromString("ff", NULL, 16));
    say_new("0", PyLong_FromString("0b101", NULL, 0));
    say_new("bad", PyLong_FromString("4x", NULL, 10));
    say_new("empty", PyLong_FromString("", NULL, 10));
    say_new("base 1", PyLong_FromString("1", NULL, 1));
    say_new("base 37", PyLong_FromString("1", NULL, 37));
    PyObject *number = PyLong_FromString(text, &end, 10);
    say_new("underscores", number);
    say("end %d", (int)(end - text));
}

CASE(long_from_unicode_object)
{
    PyObject *text = py("'\\u0661\\u0662'"), *bad = py("'1.5'");
    say_new("arabic digits", PyLong_FromUnicodeObject(text, 10));
    say_new("bad", PyLong_FromUnicodeObject(bad, 10));
    Py_DECREF(text);
    Py_DECREF(bad);
}

CASE(long_as_long_limits)
{
    PyObject *most = py("2**63 - 1"), *over = py("2**63"), *least = py("-2**63"), *under = py("-2**63 - 1"), *huge = py("10**40");
    say_status("most", PyLong_AsLong(most));
    say_status("over", PyLong_AsLong(over));
    say_status("least", PyLong_AsLong(least));
    say_status("under", PyLong_AsLong(under));
    say_status("huge", PyLong_AsLong(huge));
    Py_DECREF(most);
    Py_DECREF(over);
    Py_DECREF(least);
    Py_DECREF(under);
    Py_DECREF(huge);
}

CASE(long_as_long_of_others)
{
    PyObject *real = py("1.0"), *text = py("'1'"), *index = py("Index(9)"), *nothing = py("IndexOfNothing()"), *boom = py("Boom()"), *sub = py("Int(8)");
    say_status("float", PyLong_AsLong(real));
    say_status("str", PyLong_AsLong(text));
    say_status("index", PyLong_AsLong(index));
    say_status("index that gives a str", PyLong_AsLong(nothing));
    say_status("index that raises", PyLong_AsLong(boom));
    say_status("True", PyLong_AsLong(Py_True));
    say_status("subclass", PyLong_AsLong(sub));
    say_status("NULL", PyLong_AsLong(NULL));
    say_status("None", PyLong_AsLong(Py_None));
    Py_DECREF(real);
    Py_DECREF(text);
    Py_DECREF(index);
    Py_DECREF(nothing);
    Py_DECREF(boom);
    Py_DECREF(sub);
}

CASE(long_as_long_and_overflow)
{
    PyObject *over = py("2**63"), *under = py("-2**70"), *fits = py("-17"), *text = py("'x'");
    int overflow = 9;
    say_status("over", PyLong_AsLongAndOverflow(over, &overflow));
    say("%d", overflow);
    say_status("under", PyLong_AsLongAndOverflow(under, &overflow));
    say("%d", overflow);
    say_status("fits", PyLong_AsLongAndOverflow(fits, &overflow));
    say("%d", overflow);
    say_status("str", PyLong_AsLongAndOverflow(text, &overflow));
    say("%d", overflow);
    say_status("long long", PyLong_AsLongLongAndOverflow(under, &overflow));
    say("%d", overflow);
    Py_DECREF(over);
    Py_DECREF(under);
    Py_DECREF(fits);
    Py_DECREF(text);
}

CASE(long_as_int)
{
    PyObject *most = py("2**31 - 1"), *over = py("2**31"), *text = py("'x'");
    say_status("most", PyLong_AsInt(most));
    say_status("over", PyLong_AsInt(over));
    say_status("str", PyLong_AsInt(text));
    Py_DECREF(most);
    Py_DECREF(over);
    Py_DECREF(text);
}

CASE(long_as_unsigned)
{
    PyObject *most = py("2**64 - 1"), *over = py("2**64"), *negative = py("-1"), *index = py("Index(5)"), *real = py("1.0");
    say("most %lu", PyLong_AsUnsignedLong(most));
    say_status("over", (long long)PyLong_AsUnsignedLong(over));
    say_status("negative", (long long)PyLong_AsUnsignedLong(negative));
    say_status("index", (long long)PyLong_AsUnsignedLong(index));
    say_status("float", (long long)PyLong_AsUnsignedLong(real));
    say("long long most %llu", PyLong_AsUnsignedLongLong(most));
    say_status("long long over", (long long)PyLong_AsUnsignedLongLong(over));
    say_status("long long negative", (long long)PyLong_AsUnsignedLongLong(negative));
    say_status("size negative", (long long)PyLong_AsSize_t(negative));
    say_status("size over", (long long)PyLong_AsSize_t(over));
    say_status("size of NULL", (long long)PyLong_AsUnsignedLong(NULL));
    Py_DECREF(most);
    Py_DECREF(over);
    Py_DECREF(negative);
    Py_DECREF(index);
    Py_DECREF(real);
}

CASE(long_masks)
{
    PyObject *big = py("2**70 + 5"), *negative = py("-3"), *index = py("Index(-1)"), *text = py("'x'");
    say("%lu %llu", PyLong_AsUnsignedLongMask(big), PyLong_AsUnsignedLongLongMask(big));
    say("%lu %llu", PyLong_AsUnsignedLongMask(negative), PyLong_AsUnsignedLongLongMask(negative));
    say("%lu", PyLong_AsUnsignedLongMask(index));
    say_status("str", (long long)PyLong_AsUnsignedLongMask(text));
    Py_DECREF(big);
    Py_DECREF(negative);
    Py_DECREF(index);
    Py_DECREF(text);
}

CASE(long_as_ssize)
{
    PyObject *most = py("2**63 - 1"), *over = py("2**63"), *index = py("Index(5)"), *real = py("2.0");
    say_status("most", PyLong_AsSsize_t(most));
    say_status("over", PyLong_AsSsize_t(over));
    say_status("index", PyLong_AsSsize_t(index));
    say_status("float", PyLong_AsSsize_t(real));
    Py_DECREF(most);
    Py_DECREF(over);
    Py_DECREF(index);
    Py_DECREF(real);
}

CASE(long_as_double)
{
    PyObject *exact = py("2**53"), *rounded = py("2**53 + 1"), *huge = py("10**400"), *real = py("1.5"), *negative = py("-7");
    say_double("exact", PyLong_AsDouble(exact));
    say_double("rounded", PyLong_AsDouble(rounded));
    say_double("huge", PyLong_AsDouble(huge));
    say_double("float", PyLong_AsDouble(real));
    say_double("negative", PyLong_AsDouble(negative));
    say_double("NULL", PyLong_AsDouble(NULL));
    Py_DECREF(exact);
    Py_DECREF(rounded);
    Py_DECREF(huge);
    Py_DECREF(real);
    Py_DECREF(negative);
}

CASE(long_pointer_round_trip)
{
    int place = 0;
    PyObject *number = PyLong_FromVoidPtr(&place), *text = py("'x'");
    say("%d", PyLong_AsVoidPtr(number) == &place);
    say("null %d", PyLong_AsVoidPtr(text) == NULL);
    say_raised("str");
    Py_DECREF(number);
    Py_DECREF(text);
}

CASE(long_fixed_width_out)
{
    PyObject *big = py("2**40"), *negative = py("-1"), *small = py("77");
    int32_t narrow = 0;
    uint32_t unsigned_narrow = 0;
    int64_t wide = 0;
    uint64_t unsigned_wide = 0;
    say_status("int32 over", PyLong_AsInt32(big, &narrow));
    say_status("int32", PyLong_AsInt32(negative, &narrow));
    say_status("uint32 negative", PyLong_AsUInt32(negative, &unsigned_narrow));
    say_status("uint32", PyLong_AsUInt32(small, &unsigned_narrow));
    say_status("int64", PyLong_AsInt64(big, &wide));
    say_status("uint64", PyLong_AsUInt64(big, &unsigned_wide));
    say("%d %u %lld %llu", narrow, unsigned_narrow, (long long)wide, (unsigned long long)unsigned_wide);
    Py_DECREF(big);
    Py_DECREF(negative);
    Py_DECREF(small);
}

CASE(long_native_bytes)
{
    PyObject *number = py("-2"), *big = py("2**80 + 1"), *text = py("'x'");
    unsigned char buffer[16];
    memset(buffer, 0xAA, sizeof buffer);
    say_status("needs", PyLong_AsNativeBytes(big, NULL, 0, Py_ASNATIVEBYTES_LITTLE_ENDIAN));
    say_status("negative", PyLong_AsNativeBytes(number, buffer, 4, Py_ASNATIVEBYTES_LITTLE_ENDIAN));
    say_bytes("bytes", (char *)buffer, 5);
    say_status("big endian", PyLong_AsNativeBytes(big, buffer, 12, Py_ASNATIVEBYTES_BIG_ENDIAN));
    say_bytes("bytes", (char *)buffer, 12);
    say_status("truncated", PyLong_AsNativeBytes(big, buffer, 2, Py_ASNATIVEBYTES_LITTLE_ENDIAN));
    say_status("refused", PyLong_AsNativeBytes(number, buffer, 4, Py_ASNATIVEBYTES_REJECT_NEGATIVE | Py_ASNATIVEBYTES_UNSIGNED_BUFFER));
    say_status("str", PyLong_AsNativeBytes(text, buffer, 4, -1));
    say_new("from", PyLong_FromNativeBytes("\xfe\xff", 2, Py_ASNATIVEBYTES_LITTLE_ENDIAN));
    say_new("from unsigned", PyLong_FromUnsignedNativeBytes("\xfe\xff", 2, Py_ASNATIVEBYTES_LITTLE_ENDIAN));
    Py_DECREF(number);
    Py_DECREF(big);
    Py_DECREF(text);
}

CASE(long_byte_array)
{
    unsigned char bytes[] = {1, 2, 0xff}, out[4] = {0, 0, 0, 0};
    say_new("little unsigned", _PyLong_FromByteArray(bytes, 3, 1, 0));
    say_new("little signed", _PyLong_FromByteArray(bytes, 3, 1, 1));
    say_new("big signed", _PyLong_FromByteArray(bytes, 3, 0, 1));
    PyObject *number = py("-2"), *big = py("2**40");
    say_status("out", _PyLong_AsByteArray((PyLongObject *)number, out, 4, 1, 1, 1));
    say_bytes("bytes", (char *)out, 4);
    say_status("overflow", _PyLong_AsByteArray((PyLongObject *)big, out, 4, 1, 1, 1));
    say_status("negative unsigned", _PyLong_AsByteArray((PyLongObject *)number, out, 4, 1, 0, 1));
    Py_DECREF(number);
    Py_DECREF(big);
}

CASE(long_digits_inline)
{
    /* Cython reads compact ints without a call. */
    PyObject *values[] = {py("0"), py("1"), py("-1"), py("2**30 - 1"), py("2**30"), py("-2**30 - 5"), py("2**61")};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyLongObject *number = (PyLongObject *)values[at];
        int compact = PyUnstable_Long_IsCompact(number);
        say("%d %zd tag %zu digit %u", compact, compact ? PyUnstable_Long_CompactValue(number) : 0, number->long_value.lv_tag & ~(size_t)4,
            (unsigned)number->long_value.ob_digit[0]);
        Py_DECREF(number);
    }
}

CASE(long_signs)
{
    PyObject *values[] = {py("0"), py("-10**30"), py("7"), py("'x'")};
    for (size_t at = 0; at < 4; at++) {
        int sign = 9;
        int status = PyLong_GetSign(values[at], &sign);
        say_status("status", status);
        say("sign %d", sign);
        say_status("positive", PyLong_IsPositive(values[at]));
        say_status("negative", PyLong_IsNegative(values[at]));
        say_status("zero", PyLong_IsZero(values[at]));
        Py_DECREF(values[at]);
    }
}

CASE(long_bit_length)
{
    PyObject *values[] = {py("0"), py("255"), py("-256"), py("2**100")};
    for (size_t at = 0; at < 4; at++) {
        say("%lld", (long long)_PyLong_NumBits(values[at]));
        say("%d", _PyLong_Sign(values[at]));
        Py_DECREF(values[at]);
    }
}

CASE(long_checks)
{
    PyObject *number = py("3"), *sub = py("Int(3)"), *real = py("3.0");
    say("%d%d %d%d %d%d %d", PyLong_Check(number), PyLong_CheckExact(number), PyLong_Check(sub), PyLong_CheckExact(sub), PyLong_Check(Py_True),
        PyLong_CheckExact(Py_True), PyLong_Check(real));
    say("basicsize %zd itemsize %zd", PyLong_Type.tp_basicsize, PyLong_Type.tp_itemsize);
    Py_DECREF(number);
    Py_DECREF(sub);
    Py_DECREF(real);
}

CASE(long_info)
{
    PyObject *info = PyLong_GetInfo();
    say_new("bits", PyObject_GetAttrString(info, "bits_per_digit"));
    say_new("size", PyObject_GetAttrString(info, "sizeof_digit"));
    Py_DECREF(info);
}

CASE(long_export)
{
    PyObject *small = py("-12"), *big = py("-(2**100)"), *text = py("'x'");
    PyLongExport out;
    memset(&out, 0, sizeof out);
    say_status("small", PyLong_Export(small, &out));
    say("digits %d value %lld", out.digits != NULL, (long long)out.value);
    PyLong_FreeExport(&out);
    say_status("big", PyLong_Export(big, &out));
    say("digits %d negative %d count %zd", out.digits != NULL, out.negative, out.ndigits);
    if (out.digits)
        say("top %u", ((const uint32_t *)out.digits)[out.ndigits - 1]);
    PyLong_FreeExport(&out);
    say_status("str", PyLong_Export(text, &out));
    const PyLongLayout *layout = PyLong_GetNativeLayout();
    say("layout %d %d %d %d", layout->bits_per_digit, layout->digit_size, layout->digits_order, layout->digit_endianness);
    Py_DECREF(small);
    Py_DECREF(big);
    Py_DECREF(text);
}

CASE(long_writer)
{
    void *digits = NULL;
    PyLongWriter *writer = PyLongWriter_Create(1, 2, &digits);
    if (!writer)
        give_up("writer");
    ((uint32_t *)digits)[0] = 7;
    ((uint32_t *)digits)[1] = 1;
    say_new("finished", PyLongWriter_Finish(writer));
    writer = PyLongWriter_Create(0, 3, &digits);
    memset(digits, 0, 12);
    say_new("normalised", PyLongWriter_Finish(writer));
    writer = PyLongWriter_Create(0, 1, &digits);
    PyLongWriter_Discard(writer);
    writer = PyLongWriter_Create(0, 0, &digits);
    say("no digits %d", writer == NULL);
    say_raised("no digits");
}

CASE(long_arithmetic_from_c)
{
    PyObject *a = PyLong_FromLong(1000003), *b = PyLong_FromLongLong(1LL << 40);
    say_new("add", PyNumber_Add(a, b));
    say_new("multiply", PyNumber_Multiply(b, b));
    say_new("power", PyNumber_Power(a, py("3"), Py_None));
    say("hash %lld", (long long)PyObject_Hash(b));
    Py_DECREF(a);
    Py_DECREF(b);
}

CASE(bool_from_long)
{
    PyObject *yes = PyBool_FromLong(-5), *no = PyBool_FromLong(0);
    say("%d %d", yes == Py_True, no == Py_False);
    Py_DECREF(yes);
    Py_DECREF(no);
    say("%d %d", Py_IsTrue(Py_True), Py_IsFalse(Py_True));
    say("%d %d", PyBool_Check(Py_False), PyBool_Check(Py_None));
    PyObject *python = py("not 0");
    say("same %d", python == Py_True);
    say("type %s, base %s, basicsize %zd", Py_TYPE(Py_True)->tp_name, PyBool_Type.tp_base->tp_name, PyBool_Type.tp_basicsize);
    Py_DECREF(python);
}

CASE(bool_singletons_survive_counting)
{
    for (int at = 0; at < 1000; at++)
        Py_DECREF(Py_True);
    for (int at = 0; at < 1000; at++)
        Py_DECREF(Py_None);
    PyObject *list = PyList_New(2);
    PyList_SET_ITEM(list, 0, Py_True);
    PyList_SET_ITEM(list, 1, Py_None);
    say_new("list", list);
}
