/* Cases of PyMemberDef: fields of C structs as attributes, what fits into them and what is cut off.
 * Where types get their members from is in typeobject.c. */
#include "cases.h"

typedef struct {
    PyObject_HEAD
    signed char byte;
    unsigned char ubyte;
    short small;
    unsigned short usmall;
    int number;
    unsigned int unumber;
    long large;
    unsigned long ularge;
    long long huge;
    unsigned long long uhuge;
    Py_ssize_t size;
    const char *text;
    char letter;
} Fields;

static PyMemberDef fields[] = {
    {"byte", Py_T_BYTE, offsetof(Fields, byte)},
    {"ubyte", Py_T_UBYTE, offsetof(Fields, ubyte)},
    {"small", Py_T_SHORT, offsetof(Fields, small)},
    {"usmall", Py_T_USHORT, offsetof(Fields, usmall)},
    {"number", Py_T_INT, offsetof(Fields, number)},
    {"unumber", Py_T_UINT, offsetof(Fields, unumber)},
    {"large", Py_T_LONG, offsetof(Fields, large)},
    {"ularge", Py_T_ULONG, offsetof(Fields, ularge)},
    {"huge", Py_T_LONGLONG, offsetof(Fields, huge)},
    {"uhuge", Py_T_ULONGLONG, offsetof(Fields, uhuge)},
    {"size", Py_T_PYSSIZET, offsetof(Fields, size)},
    {"text", Py_T_STRING, offsetof(Fields, text)},
    {"letter", Py_T_CHAR, offsetof(Fields, letter)},
    {NULL},
};

static PyType_Slot slots[] = {{Py_tp_members, fields}, {0, NULL}};
static PyType_Spec spec = {"pilotage.Fields", sizeof(Fields), 0, Py_TPFLAGS_DEFAULT, slots};

static const char *const try_values =
    "import warnings\n"
    "def try_values(object, name, values):\n"
    "    out = []\n"
    "    for value in values:\n"
    "        with warnings.catch_warnings(record=True) as caught:\n"
    "            warnings.simplefilter('always')\n"
    "            try:\n"
    "                setattr(object, name, value)\n"
    "            except Exception as error:\n"
    "                out.append(type(error).__name__)\n"
    "                continue\n"
    "        out.append((getattr(object, name), [str(one.message) for one in caught]))\n"
    "    return out\n";

CASE(structmember_what_fits)
{
    PyObject *class = PyType_FromSpec(&spec);
    NEED(class);
    PyObject *object = PyObject_CallNoArgs(class);
    NEED(object);
    py_do(try_values);
    PyObject *values = py("[0, -1, 127, 128, 255, 256, -32769, 65536, 1 << 31, 1 << 32, -(1 << 31) - 1, 1 << 63, -(1 << 63), 1 << 64, Index(3), 'x', 2.5]");
    PyObject *function = py("try_values");
    for (PyMemberDef *field = fields; field->type != Py_T_STRING; field++)
        say_new(field->name, PyObject_CallFunction(function, "OsO", object, field->name, values));
    Py_DECREF(values);
    Py_DECREF(function);
    Py_DECREF(object);
    Py_DECREF(class);
}

CASE(structmember_texts)
{
    PyObject *class = PyType_FromSpec(&spec);
    NEED(class);
    PyObject *object = PyObject_CallNoArgs(class);
    NEED(object);
    Fields *own = (Fields *)object;
    say_new("null", PyObject_GetAttrString(object, "text"));
    own->text = "caf\xc3\xa9";
    own->letter = 'q';
    say_new("text", PyObject_GetAttrString(object, "text"));
    say_new("letter", PyObject_GetAttrString(object, "letter"));
    own->text = "\xff";
    own->letter = '\xff';
    say_new("no utf-8", PyObject_GetAttrString(object, "text"));
    say_new("no ascii", PyObject_GetAttrString(object, "letter"));
    say_status("set text", PyObject_SetAttrString(object, "text", Py_None));
    Py_DECREF(object);
    Py_DECREF(class);
}
