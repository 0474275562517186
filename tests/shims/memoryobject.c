/* Cases of memoryobject.h and pybuffer.h: buffers that C types give and take, memoryviews over C memory, formats, copies.
 * Each buffer request flag is tried on each kind of exporter. */
#include "cases.h"

static void ask(const char *what, const char *function, PyObject *object)
{
    PyObject *callable = py(function);
    say_new(what, PyObject_CallFunctionObjArgs(callable, object, NULL));
    Py_DECREF(callable);
}

static void say_view(const char *what, const Py_buffer *view)
{
    say("%s: len %zd itemsize %zd readonly %d ndim %d format %s", what, view->len, view->itemsize, view->readonly, view->ndim, view->format ? view->format : "NULL");
    if (view->shape)
        say("shape %zd%s%zd", view->shape[0], view->ndim > 1 ? "x" : " ", view->ndim > 1 ? view->shape[1] : 0);
    if (view->strides)
        say("strides %zd", view->strides[0]);
}

CASE(buffer_of_bytes)
{
    PyObject *bytes = py("b'a' b'bc'");
    Py_buffer view;
    int flags[] = {PyBUF_SIMPLE, PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_FULL_RO, PyBUF_CONTIG_RO};
    for (size_t at = 0; at < sizeof flags / sizeof *flags; at++) {
        say_status("get", PyObject_GetBuffer(bytes, &view, flags[at]));
        say_view("view", &view);
        say_bytes("data", view.buf, view.len);
        say("object %d", view.obj == bytes);
        PyBuffer_Release(&view);
        say("released %d", view.obj == NULL);
    }
    say_status("writable", PyObject_GetBuffer(bytes, &view, PyBUF_WRITABLE));
    Py_DECREF(bytes);
}

CASE(buffer_of_others)
{
    const char *values[] = {"'text'", "5", "[1]", "bytearray(b'xy')", "memoryview(b'abcd')[::2]", "__import__('array').array('i', [1, 2])", "memoryview(bytearray(b'abc'))"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        Py_buffer view;
        say("check %d", PyObject_CheckBuffer(value));
        int status = PyObject_GetBuffer(value, &view, PyBUF_SIMPLE);
        say_status("simple", status);
        if (status == 0)
            PyBuffer_Release(&view);
        status = PyObject_GetBuffer(value, &view, PyBUF_FULL_RO);
        say_status("full", status);
        if (status == 0) {
            say_view("view", &view);
            PyBuffer_Release(&view);
        }
        Py_DECREF(value);
    }
}

CASE(buffer_put_together_again)
{
    PyObject *array = py("bytearray(b'kept')"), *grown;
    Py_buffer first, second, again;
    PyObject_GetBuffer(array, &first, PyBUF_CONTIG_RO);
    PyObject_GetBuffer(array, &second, PyBUF_CONTIG_RO);
    memset(&again, 0x5a, sizeof again); /* an extension that kept only these three */
    again.obj = first.obj;
    again.buf = first.buf;
    again.len = first.len;
    PyBuffer_Release(&again);
    PyObject *extend = py("lambda array: array.extend(b'!' * 100)");
    grown = PyObject_CallOneArg(extend, array);
    say_new("one view left", grown);
    PyBuffer_Release(&second);
    say_new("no view left", PyObject_CallOneArg(extend, array));
    Py_DECREF(extend);
    Py_DECREF(array);
}

CASE(memoryview_of_bytes_filled_later)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 4);
    PyObject *view = PyMemoryView_FromObject(bytes);
    Py_DECREF(bytes);
    memcpy(PyBytes_AS_STRING(bytes), "late", 4);
    PyObject *list = py("lambda view: (bytes(view), view.obj, len(view), view.readonly, view.format)");
    say_new("seen", PyObject_CallOneArg(list, view));
    Py_DECREF(view);
    Py_DECREF(list);
}

CASE(memoryview_narrowed_by_macro)
{
    const char *values[] = {"b'abcdef'", "bytearray(b'abcdef')", "memoryview(b'xabcdefx')[1:7]"};
    PyObject *look = py("lambda view: (bytes(view), view.obj, view.nbytes)");
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        PyObject *view = PyMemoryView_GetContiguous(value, PyBUF_READ, 'C');
        Py_buffer *buffer = PyMemoryView_GET_BUFFER(view);
        say_bytes("whole", buffer->buf, buffer->len);
        buffer->buf = (char *)buffer->buf + 2;
        buffer->len = 3;
        buffer->shape = &buffer->len;
        say_new("seen", PyObject_CallOneArg(look, view));
        Py_DECREF(view);
        Py_DECREF(value);
    }
    Py_DECREF(look);
}

CASE(memoryview_never_seen)
{
    PyObject *array = py("bytearray(b'abc')");
    PyObject *view = PyMemoryView_FromObject(array);
    PyObject *extend = py("lambda array: array.append(1)");
    say_new("exported", PyObject_CallOneArg(extend, array));
    Py_DECREF(view);
    say_new("free again", PyObject_CallOneArg(extend, array));
    Py_DECREF(extend);
    Py_DECREF(array);
}

static PyObject *shrink(PyObject *self, PyObject *array)
{
    if (PyByteArray_Resize(array, 10) < 0)
        return NULL;
    memcpy(PyByteArray_AS_STRING(array), "0123456789", 10);
    Py_SET_SIZE(array, 4);
    PyByteArray_AS_STRING(array)[4] = 0;
    Py_RETURN_NONE;
}

CASE(bytearray_made_shorter_by_macro)
{
    static PyMethodDef def = {"shrink", shrink, METH_O, NULL};
    PyObject *function = PyCFunction_New(&def, NULL);
    PyObject *script = py("lambda shrink: [(array := bytearray(b'ab')), shrink(array), bytes(array), len(array), array.append(5), bytes(array)]");
    say_new("after the call", PyObject_CallOneArg(script, function));
    PyObject *array = py("bytearray(b'ab')");
    Py_XDECREF(shrink(NULL, array));
    say_seen("at once", array);
    Py_DECREF(array);
    Py_DECREF(script);
    Py_DECREF(function);
}

CASE(buffer_of_nothing)
{
    const char *values[] = {"b''", "bytearray()", "__import__('array').array('i')", "memoryview(b'abc')[:0]"};
    for (size_t at = 0; at < sizeof values / sizeof *values; at++) {
        PyObject *value = py(values[at]);
        Py_buffer view;
        say_status("get", PyObject_GetBuffer(value, &view, PyBUF_SIMPLE));
        say_view("view", &view);
        volatile char first = ((char *)view.buf)[0]; /* not NULL, and not an address that nobody may read */
        (void)first;
        PyBuffer_Release(&view);
        Py_DECREF(value);
    }
}

CASE(buffer_keeps_its_object)
{
    PyObject *array = py("bytearray(b'kept')");
    Py_buffer view;
    PyObject_GetBuffer(array, &view, PyBUF_WRITABLE);
    Py_DECREF(array);
    ((char *)view.buf)[0] = 'K';
    say_bytes("data", view.buf, view.len);
    PyBuffer_Release(&view);
    PyBuffer_Release(&view);
}

CASE(buffer_write_is_seen)
{
    PyObject *array = py("bytearray(b'abc')");
    Py_buffer view;
    say_status("get", PyObject_GetBuffer(array, &view, PyBUF_WRITABLE));
    memcpy(view.buf, "XYZ", 3);
    say_seen("before release", array);
    PyBuffer_Release(&view);
    say_seen("after release", array);
    Py_DECREF(array);
}

CASE(buffer_fill_info)
{
    char memory[8] = "memory";
    Py_buffer view;
    PyObject *owner = probe();
    say_status("fill", PyBuffer_FillInfo(&view, owner, memory, 6, 1, PyBUF_FULL_RO));
    say_view("view", &view);
    say("alive %d", probes());
    PyBuffer_Release(&view);
    Py_DECREF(owner);
    say("alive %d", probes());
    say_status("writable of readonly", PyBuffer_FillInfo(&view, NULL, memory, 6, 1, PyBUF_WRITABLE));
    say_status("NULL view", PyBuffer_FillInfo(NULL, NULL, memory, 6, 0, PyBUF_SIMPLE));
}

/* ---- a type that exports ---- */

typedef struct {
    PyObject_HEAD
    int numbers[6];
    Py_ssize_t shape[2], strides[2];
    int exports;
} Exporter;

static int released_buffers;

static int exporter_get(PyObject *self, Py_buffer *view, int flags)
{
    Exporter *exporter = (Exporter *)self;
    if (exporter->exports == -1) {
        view->obj = NULL;
        PyErr_SetString(PyExc_BufferError, "closed");
        return -1;
    }
    exporter->exports++;
    *view = (Py_buffer){.buf = exporter->numbers, .obj = Py_NewRef(self), .len = sizeof exporter->numbers, .itemsize = sizeof(int), .readonly = 0, .ndim = 2,
        .format = flags & PyBUF_FORMAT ? "i" : NULL, .shape = flags & PyBUF_ND ? exporter->shape : NULL, .strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? exporter->strides : NULL,
        .internal = exporter};
    return 0;
}

static void exporter_release(PyObject *self, Py_buffer *view)
{
    released_buffers += view->internal == self;
    ((Exporter *)self)->exports--;
}

static PyObject *exporter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args, (void)kwargs;
    Exporter *self = (Exporter *)type->tp_alloc(type, 0);
    for (int at = 0; self && at < 6; at++)
        self->numbers[at] = at * 10;
    if (self) {
        self->shape[0] = 2, self->shape[1] = 3;
        self->strides[0] = 12, self->strides[1] = 4;
    }
    return (PyObject *)self;
}

static PyBufferProcs exporter_buffer = {exporter_get, exporter_release};
static PyTypeObject Exporter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "pilotage_cases.Exporter", .tp_basicsize = sizeof(Exporter), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_as_buffer = &exporter_buffer, .tp_new = exporter_new};

static PyObject *exporter(void)
{
    if (PyType_Ready(&Exporter_Type) < 0)
        give_up("Exporter");
    PyObject *made = PyObject_CallNoArgs((PyObject *)&Exporter_Type);
    NEED(made);
    return made;
}

CASE(export_to_memoryview)
{
    PyObject *made = exporter();
    released_buffers = 0;
    ask("view", "lambda e: (lambda m: (m.format, m.shape, m.strides, m.itemsize, m.readonly, m.tolist(), m[1, 2], m.nbytes, m.obj is e))(memoryview(e))", made);
    say("exports %d, released %d", ((Exporter *)made)->exports, released_buffers);
    ask("write", "lambda e: memoryview(e).__setitem__((0, 1), 77)", made);
    say("written %d", ((Exporter *)made)->numbers[1]);
    ask("bytes", "lambda e: bytes(e)[:8]", made);
    ask("explicit release", "lambda e: (lambda m: (m.release(), 'released')[1])(memoryview(e))", made);
    say("exports %d", ((Exporter *)made)->exports);
    Py_DECREF(made);
}

CASE(export_to_c)
{
    PyObject *made = exporter();
    Py_buffer view;
    say_status("get", PyObject_GetBuffer(made, &view, PyBUF_FULL));
    say_view("view", &view);
    say("contiguous %d %d", PyBuffer_IsContiguous(&view, 'C'), PyBuffer_IsContiguous(&view, 'F'));
    Py_ssize_t place[2] = {1, 1};
    say("item %d", *(int *)PyBuffer_GetPointer(&view, place));
    char copy[24];
    say_status("copy", PyBuffer_ToContiguous(copy, &view, 24, 'F'));
    say("%d %d", ((int *)copy)[0], ((int *)copy)[1]);
    int more[6] = {1, 2, 3, 4, 5, 6};
    say_status("back", PyBuffer_FromContiguous(&view, more, 24, 'C'));
    say("%d", ((Exporter *)made)->numbers[5]);
    PyBuffer_Release(&view);
    ((Exporter *)made)->exports = -1;
    say_status("closed", PyObject_GetBuffer(made, &view, PyBUF_FULL));
    ask("closed", "memoryview", made);
    Py_DECREF(made);
}

CASE(export_of_python_subclass)
{
    PyObject *made = exporter(), *sub = PyObject_CallFunction(py("lambda T: type('Sub', (T,), {})()"), "O", (PyObject *)Py_TYPE(made));
    NEED(sub);
    Py_buffer view;
    say_status("get", PyObject_GetBuffer(sub, &view, PyBUF_FULL));
    say_view("view", &view);
    PyBuffer_Release(&view);
    ask("view", "lambda e: memoryview(e).tolist()", sub);
    Py_DECREF(sub);
    Py_DECREF(made);
}

CASE(export_python_dunder_buffer)
{
    py_do("class Buffered:\n    def __init__(self):\n        self.data = bytearray(b'dunder')\n    def __buffer__(self, flags):\n        return memoryview(self.data)\n");
    PyObject *made = py("Buffered()");
    Py_buffer view;
    say("check %d", PyObject_CheckBuffer(made));
    int status = PyObject_GetBuffer(made, &view, PyBUF_SIMPLE);
    say_status("get", status);
    if (status == 0) {
        say_bytes("data", view.buf, view.len);
        PyBuffer_Release(&view);
    }
    Py_DECREF(made);
}

/* ---- memoryviews made in C ---- */

CASE(memoryview_from_memory)
{
    char memory[] = "from memory";
    PyObject *view = PyMemoryView_FromMemory(memory, 4, PyBUF_WRITE), *readonly = PyMemoryView_FromMemory(memory, 4, PyBUF_READ);
    say("check %d", PyMemoryView_Check(view));
    ask("bytes", "bytes", view);
    ask("write", "lambda m: m.__setitem__(0, 70)", view);
    say("%.4s", memory);
    ask("write readonly", "lambda m: m.__setitem__(0, 70)", readonly);
    Py_buffer *inside = PyMemoryView_GET_BUFFER(view);
    say("inline %zd %d %s", inside->len, inside->buf == memory, inside->format);
    say("base %d", PyMemoryView_GET_BASE(view) == NULL);
    Py_XDECREF(view);
    Py_XDECREF(readonly);
}

CASE(memoryview_from_object)
{
    PyObject *array = py("bytearray(b'abc')"), *view = PyMemoryView_FromObject(array), *number = py("5");
    say("inline %zd, base %d, readonly %d", PyMemoryView_GET_BUFFER(view)->len, PyMemoryView_GET_BASE(view) == array, PyMemoryView_GET_BUFFER(view)->readonly);
    ((char *)PyMemoryView_GET_BUFFER(view)->buf)[1] = 'X';
    say_seen("array", array);
    say_new("int", PyMemoryView_FromObject(number));
    Py_XDECREF(view);
    Py_DECREF(array);
    Py_DECREF(number);
}

CASE(memoryview_of_python_read_inline)
{
    PyObject *view = py("memoryview(b'made by python')[5:7]");
    Py_buffer *inside = PyMemoryView_GET_BUFFER(view);
    say_bytes("data", inside->buf, inside->len);
    say("readonly %d ndim %d itemsize %zd", inside->readonly, inside->ndim, inside->itemsize);
    Py_DECREF(view);
}

CASE(memoryview_from_buffer)
{
    char memory[] = "abcdef";
    Py_ssize_t shape[] = {2, 3}, strides[] = {3, 1};
    Py_buffer described = {.buf = memory, .len = 6, .itemsize = 1, .ndim = 2, .format = "B", .shape = shape, .strides = strides, .readonly = 1};
    PyObject *view = PyMemoryView_FromBuffer(&described);
    ask("list", "lambda m: (m.tolist(), m.shape)", view);
    Py_XDECREF(view);
}

CASE(memoryview_contiguous)
{
    PyObject *strided = py("memoryview(b'abcdef')[::2]"), *plain = py("memoryview(b'abc')");
    PyObject *made = PyMemoryView_GetContiguous(strided, PyBUF_READ, 'C');
    ask("bytes", "lambda m: (bytes(m), m.c_contiguous)", made);
    say_new("write", PyMemoryView_GetContiguous(strided, PyBUF_WRITE, 'C'));
    PyObject *same = PyMemoryView_GetContiguous(plain, PyBUF_READ, 'C');
    ask("plain", "bytes", same);
    Py_XDECREF(made);
    Py_XDECREF(same);
    Py_DECREF(strided);
    Py_DECREF(plain);
}

CASE(buffer_sizes_of_formats)
{
    const char *formats[] = {"i", "3d", "<hB", "q", "", "Z"};
    for (size_t at = 0; at < sizeof formats / sizeof *formats; at++)
        say_status(formats[at], PyBuffer_SizeFromFormat(formats[at]));
    Py_ssize_t shape[] = {2, 3}, strides[2];
    PyBuffer_FillContiguousStrides(2, shape, strides, 8, 'C');
    say("%zd %zd", strides[0], strides[1]);
    PyBuffer_FillContiguousStrides(2, shape, strides, 8, 'F');
    say("%zd %zd", strides[0], strides[1]);
}

CASE(buffer_copy_data)
{
    PyObject *to = py("bytearray(4)"), *from = py("b'data'"), *large = py("b'too large'");
    say_status("copy", PyObject_CopyData(to, from));
    say_seen("to", to);
    say_status("size", PyObject_CopyData(to, large));
    say_status("readonly", PyObject_CopyData(from, to));
    Py_DECREF(to);
    Py_DECREF(from);
    Py_DECREF(large);
}
