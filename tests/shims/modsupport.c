/* Cases of modsupport.h: PyArg_* with every unit, their errors, and Py_BuildValue with every unit.
 * Texts of the usual errors are compared as texts only. */
#include "cases.h"

/* Parses the value of a Python expression (a tuple). */
#define PARSE(expression, ...)                                                   \
    do {                                                                         \
        PyObject *arguments = py(expression);                                    \
        say_status(expression, PyArg_ParseTuple(arguments, __VA_ARGS__));        \
        Py_DECREF(arguments);                                                    \
    } while (0)

CASE(parse_integers)
{
    int i = 0;
    unsigned int I = 0;
    long l = 0;
    unsigned long k = 0;
    long long L = 0;
    unsigned long long K = 0;
    short h = 0;
    unsigned short H = 0;
    unsigned char b = 0, B = 0;
    Py_ssize_t n = 0;
    PARSE("(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)", "iIlkLKhHbBn", &i, &I, &l, &k, &L, &K, &h, &H, &b, &B, &n);
    say("%d %u %ld %lu %lld %llu %d %d %d %d %zd", i, I, l, k, L, K, h, H, b, B, n);
    PARSE("(2**31,)", "i", &i);
    PARSE("(-2**31,)", "i", &i);
    PARSE("(-1,)", "I", &I);
    say("%u", I);
    PARSE("(2**63,)", "l", &l);
    PARSE("(2**64 + 3,)", "k", &k);
    say("%lu", k);
    PARSE("(2**15,)", "h", &h);
    PARSE("(-1,)", "H", &H);
    say("%d", H);
    PARSE("(256,)", "b", &b);
    PARSE("(-1,)", "b", &b);
    PARSE("(257,)", "B", &B);
    say("%d", B);
    PARSE("(1.5,)", "i", &i);
    PARSE("('x',)", "l", &l);
    PARSE("(Index(12),)", "i", &i);
    say("%d", i);
    PARSE("('x',)", "k", &k);
    PARSE("(2**63,)", "n", &n);
}

CASE(parse_reals)
{
    double d = 0;
    float f = 0;
    Py_complex D = {0, 0};
    PARSE("(1.5, 2, 3j)", "dfD", &d, &f, &D);
    say("%g %g %g", d, (double)f, D.imag);
    PARSE("('x',)", "d", &d);
    PARSE("(Float(),)", "d", &d);
    say("%g", d);
}

CASE(parse_booleans_and_characters)
{
    int p = 5, C = 0;
    char c = 0;
    PARSE("([],)", "p", &p);
    say("%d", p);
    PARSE("('x',)", "p", &p);
    say("%d", p);
    PARSE("(Boom(),)", "p", &p);
    PARSE("(b'z',)", "c", &c);
    say("%c", c);
    PARSE("('z',)", "c", &c);
    PARSE("('\\u20ac',)", "C", &C);
    say("%x", C);
    PARSE("('ab',)", "C", &C);
}

CASE(parse_strings)
{
    const char *s = NULL, *z = "x", *sized = NULL;
    Py_ssize_t size = -1, z_size = -1;
    PyObject *arguments = py("('text', None, 'a\\0b')");
    say_status("szs#", PyArg_ParseTuple(arguments, "szs#", &s, &z, &sized, &size));
    say("%s %d", s, z == NULL);
    say_bytes("sized", sized, size);
    Py_DECREF(arguments);
    PARSE("('a\\0b',)", "s", &s);
    PARSE("(None,)", "s", &s);
    PARSE("(b'bytes',)", "s", &s);
    PARSE("(5,)", "z", &z);
    arguments = py("(b'by\\0tes', None)");
    say_status("s#z#", PyArg_ParseTuple(arguments, "s#z#", &sized, &size, &z, &z_size));
    say_bytes("sized", sized, size);
    say("%d %zd", z == NULL, z_size);
    Py_DECREF(arguments);
    PARSE("('\\ud800',)", "s", &s);
}

CASE(parse_bytes)
{
    const char *y = NULL, *sized = NULL;
    Py_ssize_t size = -1;
    PyObject *arguments = py("(b'bytes', b'a\\0b')");
    say_status("yy#", PyArg_ParseTuple(arguments, "yy#", &y, &sized, &size));
    say("%s", y);
    say_bytes("sized", sized, size);
    Py_DECREF(arguments);
    PARSE("('text',)", "y", &y);
    PARSE("(b'a\\0b',)", "y", &y);
    PARSE("(bytearray(b'x'),)", "y", &y);
    PARSE("(bytearray(b'x'),)", "y#", &sized, &size);
}

CASE(parse_buffers)
{
    Py_buffer view, other;
    PyObject *arguments = py("('te\\u20ac', b'by')");
    say_status("s*y*", PyArg_ParseTuple(arguments, "s*y*", &view, &other));
    say_bytes("s*", view.buf, view.len);
    say_bytes("y*", other.buf, other.len);
    PyBuffer_Release(&view);
    PyBuffer_Release(&other);
    Py_DECREF(arguments);
    arguments = py("(bytearray(b'abc'), None)");
    say_status("w*z*", PyArg_ParseTuple(arguments, "w*z*", &view, &other));
    ((char *)view.buf)[0] = 'X';
    say("none %d", other.buf == NULL);
    PyBuffer_Release(&view);
    PyBuffer_Release(&other);
    say_new("written", PySequence_GetItem(arguments, 0));
    Py_DECREF(arguments);
    PARSE("(b'read only',)", "w*", &view);
    PARSE("(5,)", "y*", &view);
    PARSE("('text',)", "y*", &view);
}

CASE(parse_failure_releases_buffers)
{
    Py_buffer view;
    int number;
    PyObject *arguments = py("(bytearray(b'abc'), 'no number')");
    say_status("y*i", PyArg_ParseTuple(arguments, "y*i", &view, &number));
    PyObject *array = PySequence_GetItem(arguments, 0);
    say_status("resize", PyByteArray_Resize(array, 20));
    Py_DECREF(array);
    Py_DECREF(arguments);
}

CASE(parse_objects)
{
    PyObject *O = NULL, *text = NULL, *bytes = NULL, *array = NULL, *list = NULL;
    PyObject *arguments = py("(None, 'u', b'b', bytearray(), [1])");
    say_status("OUSYO!", PyArg_ParseTuple(arguments, "OUSYO!", &O, &text, &bytes, &array, &PyList_Type, &list));
    say("borrowed %d %d", O == Py_None, list == PyTuple_GET_ITEM(arguments, 4));
    Py_DECREF(arguments);
    PARSE("(b'x',)", "U", &text);
    PARSE("('x',)", "S", &bytes);
    PARSE("('x',)", "Y", &array);
    PARSE("((),)", "O!", &PyList_Type, &list);
    PARSE("(True,)", "O!", &PyLong_Type, &O);
}

static int converter_calls, converter_cleanups;

static int to_doubled(PyObject *object, void *place)
{
    if (!object) {
        converter_cleanups++;
        return 1;
    }
    converter_calls++;
    long value = PyLong_AsLong(object);
    if (value == -1 && PyErr_Occurred())
        return 0;
    *(long *)place = value * 2;
    return Py_CLEANUP_SUPPORTED;
}

CASE(parse_converter)
{
    long value = 0;
    int number = 0;
    converter_calls = converter_cleanups = 0;
    PARSE("(21,)", "O&", to_doubled, &value);
    say("%ld", value);
    PARSE("('x',)", "O&", to_doubled, &value);
    PARSE("(1, 'x')", "O&i", to_doubled, &value, &number);
    say("calls %d cleanups %d", converter_calls, converter_cleanups);
}

CASE(parse_nested)
{
    int a = 0, b = 0, c = 0;
    PARSE("((1, 2), 3)", "(ii)i", &a, &b, &c);
    say("%d %d %d", a, b, c);
    PARSE("((1, 2, 9), 3)", "(ii)i", &a, &b, &c);
    PARSE("(5, 3)", "(ii)i", &a, &b, &c);
}

CASE(parse_counts)
{
    int a = -1, b = -1;
    PARSE("(1,)", "ii:named", &a, &b);
    PARSE("(1, 2, 3)", "ii:named", &a, &b);
    PARSE("(1,)", "i|i:named", &a, &b);
    say("%d %d", a, b);
    PARSE("()", "i|i", &a, &b);
    PARSE("(1, 2, 3)", "i|i", &a, &b);
    PARSE("(1,)", "", NULL);
    PARSE("(1,)", ":nothing", NULL);
    PARSE("(1,)", "ii;own message", &a, &b);
}

CASE(parse_one_argument)
{
    int value = 0;
    PyObject *number = py("5"), *text = py("'x'");
    say_status("PyArg_Parse", PyArg_Parse(number, "i", &value));
    say("%d", value);
    say_status("wrong", PyArg_Parse(text, "i", &value));
    Py_DECREF(number);
    Py_DECREF(text);
}

CASE(parse_not_a_tuple)
{
    int value = 0;
    PyObject *list = py("[1]");
    say_status("list", PyArg_ParseTuple(list, "i", &value));
    Py_DECREF(list);
}

/* Parses positional and keyword arguments given as a Python expression (args, kwargs). */
#define KEYWORDS(expression, format, ...)                                                                      \
    do {                                                                                                       \
        PyObject *both = py(expression), *named = PyTuple_GET_ITEM(both, 1);                                    \
        say_status(expression, PyArg_ParseTupleAndKeywords(PyTuple_GET_ITEM(both, 0), named == Py_None ? NULL : named, format, names, __VA_ARGS__)); \
        Py_DECREF(both);                                                                                       \
    } while (0)

CASE(keywords_usual)
{
    char *names[] = {"first", "second", "third", NULL};
    int a = -1, b = -1, c = -1;
    KEYWORDS("((1,), {'third': 3})", "i|ii:named", &a, &b, &c);
    say("%d %d %d", a, b, c);
    KEYWORDS("((1, 2, 3), None)", "i|ii:named", &a, &b, &c);
    say("%d %d %d", a, b, c);
    KEYWORDS("((), {'second': 3})", "i|ii:named", &a, &b, &c);
    KEYWORDS("((1,), {'first': 3})", "i|ii:named", &a, &b, &c);
    KEYWORDS("((1,), {'unknown': 3})", "i|ii:named", &a, &b, &c);
    KEYWORDS("((1, 2, 3, 4), {})", "i|ii:named", &a, &b, &c);
    KEYWORDS("((), {'first': 'x'})", "i|ii:named", &a, &b, &c);
    KEYWORDS("((), {1: 2})", "|iii:named", &a, &b, &c);
}

CASE(keywords_keyword_only)
{
    char *names[] = {"a", "b", NULL};
    int a = -1, b = -1;
    KEYWORDS("((1,), {'b': 2})", "i$i", &a, &b);
    KEYWORDS("((1, 2), {})", "i$i", &a, &b);
    KEYWORDS("((1,), {})", "i|$i", &a, &b);
    KEYWORDS("((1,), {})", "i$i", &a, &b);
    say("%d %d", a, b);
}

CASE(keywords_positional_only)
{
    char *names[] = {"", "b", NULL};
    int a = -1, b = -1;
    KEYWORDS("((1,), {'b': 2})", "i|i", &a, &b);
    KEYWORDS("((), {'': 1, 'b': 2})", "i|i", &a, &b);
    KEYWORDS("((), {'b': 2})", "i|i", &a, &b);
    say("%d %d", a, b);
}

CASE(keywords_bad_format)
{
    char *names[] = {"a", NULL};
    int a = -1, b = -1;
    KEYWORDS("((1,), {})", "ii", &a, &b);
    KEYWORDS("((1,), {})", "", &a, &b);
}

CASE(unpack_tuple)
{
    PyObject *a = NULL, *b = NULL, *two = py("(1, 'x')"), *one = py("(1,)"), *list = py("[1]");
    say_status("two", PyArg_UnpackTuple(two, "named", 1, 2, &a, &b));
    say_seen("a", a);
    say_seen("b", b);
    b = NULL;
    say_status("one", PyArg_UnpackTuple(one, "named", 1, 2, &a, &b));
    say("null %d", b == NULL);
    say_status("too few", PyArg_UnpackTuple(one, "named", 2, 2, &a, &b));
    say_status("too many", PyArg_UnpackTuple(two, "named", 0, 1, &a));
    say_status("list", PyArg_UnpackTuple(list, "named", 1, 1, &a));
    Py_DECREF(two);
    Py_DECREF(one);
    Py_DECREF(list);
}

CASE(validate_keywords)
{
    PyObject *good = py("{'a': 1}"), *bad = py("{1: 1}");
    say_status("good", PyArg_ValidateKeywordArguments(good));
    say_status("bad", PyArg_ValidateKeywordArguments(bad));
    Py_DECREF(good);
    Py_DECREF(bad);
}

CASE(build_nothing_one_many)
{
    say_new("nothing", Py_BuildValue(""));
    say_new("one", Py_BuildValue("i", 5));
    say_new("two", Py_BuildValue("ii", 5, 6));
    say_new("one in a tuple", Py_BuildValue("(i)", 5));
    say_new("empty tuple", Py_BuildValue("()"));
    say_new("empty list", Py_BuildValue("[]"));
    say_new("empty dict", Py_BuildValue("{}"));
}

CASE(build_numbers)
{
    say_new("all", Py_BuildValue("bBhHiIlkLKndf", (char)-1, (unsigned char)255, (short)-2, (unsigned short)65535, -3, 4000000000u, -5L, 6UL, -7LL,
                                 18446744073709551615ULL, (Py_ssize_t)-8, 1.5, 2.5));
    Py_complex z = {1, 2};
    say_new("complex", Py_BuildValue("D", &z));
    say_new("bool", Py_BuildValue("pp", 0, 7));
    say_new("characters", Py_BuildValue("cC", 'x', 0x20ac));
}

CASE(build_strings)
{
    say_new("all", Py_BuildValue("szUs#z#y#u", "text", NULL, "name", "a\0b", (Py_ssize_t)3, NULL, (Py_ssize_t)0, "by\0", (Py_ssize_t)3, L"wide"));
    say_new("y", Py_BuildValue("yy", "bytes", NULL));
    say_new("bad utf-8", Py_BuildValue("s", "\xff"));
}

CASE(build_containers)
{
    say_new("nested", Py_BuildValue("(i[ss]{s:i,s:(ii)})", 1, "a", "b", "x", 1, "y", 2, 3));
    say_new("separators", Py_BuildValue("i, i : i", 1, 2, 3));
    say_new("unmatched", Py_BuildValue("(ii", 1, 2));
    say_new("bad unit", Py_BuildValue("q", 1));
}

CASE(build_objects)
{
    PyObject *item = probe(), *tuple = Py_BuildValue("(OO)", item, item);
    Py_DECREF(item);
    say("alive %d", probes());
    Py_XDECREF(tuple);
    say("alive %d", probes());
    tuple = Py_BuildValue("(NS)", probe(), Py_None);
    say("alive %d", probes());
    Py_XDECREF(tuple);
    say("alive %d", probes());
    say_new("NULL with an error", (PyErr_SetString(PyExc_KeyError, "mine"), Py_BuildValue("O", NULL)));
    say_new("NULL without", Py_BuildValue("O", NULL));
}

CASE(build_failure_releases)
{
    say_new("N after a failure", Py_BuildValue("(sN)", "\xff", probe()));
    say("alive %d", probes());
}

static PyObject *make_seven(void *place)
{
    return PyLong_FromLong(*(int *)place + 1);
}

CASE(build_converter)
{
    int six = 6;
    say_new("converter", Py_BuildValue("(O&)", make_seven, &six));
}

CASE(module_add_functions)
{
    PyObject *module = PyModule_New("made");
    say_status("object ref", PyModule_AddObjectRef(module, "a", Py_None));
    say_status("add", PyModule_Add(module, "b", PyLong_FromLong(5)));
    say_status("object", PyModule_AddObject(module, "c", PyUnicode_FromString("c")));
    say_status("int", PyModule_AddIntConstant(module, "d", -7));
    say_status("string", PyModule_AddStringConstant(module, "e", "text"));
    say_status("type", PyModule_AddType(module, &PyList_Type));
    say_new("dict", PyObject_CallFunction(py("lambda d: sorted((k, v) for k, v in d.items() if not k.startswith('__'))"), "O", PyModule_GetDict(module)));
    Py_DECREF(module);
}

CASE(module_add_misuse)
{
    PyObject *module = PyModule_New("made"), *list = py("[]");
    say_status("NULL without an error", PyModule_AddObjectRef(module, "a", NULL));
    PyErr_SetString(PyExc_KeyError, "earlier");
    say_status("NULL with an error", PyModule_AddObjectRef(module, "a", NULL));
    say_status("add steals", PyModule_Add(list, "a", probe()));
    say("alive %d", probes());
    say_status("not a module", PyModule_AddObjectRef(list, "a", Py_None));
    Py_DECREF(module);
    Py_DECREF(list);
}

static void parse_named(const char *args, const char *keywords, const char *format, char **names)
{
    PyObject *a = py(args), *k = py(keywords), *first = NULL, *second = NULL, *third = NULL;
    say_status(format, PyArg_ParseTupleAndKeywords(a, k, format, names, &first, &second, &third));
    Py_DECREF(a);
    Py_DECREF(k);
}

CASE(parse_keywords_with_wrong_formats)
{
    char *one[] = {"a", NULL}, *two[] = {"a", "b", NULL}, *hole[] = {"a", "", NULL}, *nameless[] = {"", NULL}, *late[] = {"", "", "c", NULL};
    parse_named("(1,)", "{}", "||O", one);
    parse_named("(1, 2)", "{}", "|O|O", two);
    parse_named("()", "{'a': 1}", "$$O", one);
    parse_named("()", "{'a': 1}", "$|O", one);
    parse_named("()", "{'a': 1, 'b': 2}", "$O|O", two);
    parse_named("(1,)", "{}", "|O", two);
    parse_named("(1,)", "{}", "|OO", one);
    parse_named("()", "{}", "|$O", nameless);
    parse_named("()", "{}", "|OO", hole);
    parse_named("()", "{'b': 1}", "| i", two);
    parse_named("()", "{'b': 1}", "|exi", two);
    parse_named("()", "{'b': 1}", "|w#i", two);
    char *bad[] = {"a\xff", "b", NULL};
    parse_named("()", "{}", "|OO", bad);
    parse_named("(1,)", "{'b': 2}", "O|O", bad);
    parse_named("()", "{'b': 2}", "|OO", bad);
    parse_named("(1,)", "{'c': 3}", "OOO", late);
    say_raised_text("at least");
    parse_named("(1,)", "{'c': 3}", "OO$O", late);
}

CASE(parse_keywords_that_are_odd)
{
    char *names[] = {"a", "only", NULL};
    py_do("class Same(str):\n    def __eq__(self, other):\n        return True\n    def __hash__(self):\n        return str.__hash__(self) ^ 3\n");
    const char *keywords[] = {"{'\\udc80': 1}", "{Same('only'): 1}", "{Same('other'): 1}", "{'only': 1, 'x': 2}"};
    for (size_t at = 0; at < sizeof keywords / sizeof *keywords; at++) {
        PyObject *a = py("(1,)"), *k = py(keywords[at]), *first, *second;
        say("%d", PyArg_ParseTupleAndKeywords(a, k, "O|$O", names, &first, &second));
        PyObject *raised = PyErr_GetRaisedException();
        say_new("text", raised ? PyObject_CallFunction(py("lambda e: (type(e).__name__, ascii(str(e)))"), "O", raised) : PyUnicode_FromString("none"));
        Py_XDECREF(raised);
        Py_DECREF(a);
        Py_DECREF(k);
    }
}

CASE(parse_nested_sequences)
{
    int one = 0, two = 0;
    PyObject *first = NULL, *second = NULL;
    py_do("class Bad:\n    def __len__(self):\n        return 2\n    def __getitem__(self, at):\n        raise LookupError('no item')\n");
    PARSE("((1, 2),)", "(ii)", &one, &two);
    PARSE("([1, 2],)", "(ii)", &one, &two);
    PARSE("([1, 2, 3],)", "(ii)", &one, &two);
    PARSE("((1, 2, 3),)", "(ii)", &one, &two);
    PARSE("('ab',)", "(ii)", &one, &two);
    PARSE("(b'ab',)", "(ii)", &one, &two);
    PARSE("(bytearray(b'ab'),)", "(ii)", &one, &two);
    PARSE("({},)", "(ii)", &one, &two);
    PARSE("(Bad(),)", "(ii)", &one, &two);
    py_do("import warnings\nwarnings.simplefilter('error')");
    PARSE("([1, 2],)", "(OO)", &first, &second);
    PARSE("([1, 2],)", "(ii)", &one, &two);
    py_do("warnings.resetwarnings()");
}

CASE(parse_text_with_nulls)
{
    char *text = NULL;
    PARSE("('a\\0b',)", "es", "utf-8", &text);
    PARSE("(b'a\\0b',)", "et", "utf-8", &text);
    const char *data = NULL;
    Py_ssize_t size = 0;
    PARSE("(memoryview(b'abcdef')[::2],)", "y#", &data, &size);
    PARSE("(bytearray(b'x'),)", "s#", &data, &size);
}

CASE(complex_of_a_heir)
{
    py_do("import warnings\nclass Heir(complex):\n    pass\nclass Gives:\n    def __complex__(self):\n        return Heir(1, 2)\n");
    PyObject *gives = py("Gives()");
    py_do("warnings.simplefilter('ignore')");
    say_double("imag", PyComplex_ImagAsDouble(gives));
    py_do("warnings.simplefilter('error')");
    say_double("real", PyComplex_RealAsDouble(gives));
    py_do("warnings.resetwarnings()");
    Py_DECREF(gives);
}
