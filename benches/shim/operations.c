/* The operations of benches/shim/operations.py: a plain C extension that every interpreter loads, CPython and the shim even as the same file.
 * x_* are called once per crossing, c_* loop in C over one primitive, Pt and SPt are C types (heap and static). Not a test: no result is checked. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "structmember.h"

/* ---------- boundary crossing ---------- */
static PyObject *x_noargs(PyObject *self, PyObject *unused) { Py_RETURN_NONE; }
static PyObject *x_o(PyObject *self, PyObject *a) { Py_INCREF(a); return a; }
static PyObject *x_varargs_iO(PyObject *self, PyObject *args)
{
    int i; PyObject *o;
    if (!PyArg_ParseTuple(args, "iO", &i, &o)) return NULL;
    Py_INCREF(o); return o;
}
static PyObject *x_kwargs(PyObject *self, PyObject *args, PyObject *kw)
{
    static char *kwlist[] = {"i", "o", "flag", NULL};
    int i, flag = 0; PyObject *o;
    if (!PyArg_ParseTupleAndKeywords(args, kw, "iO|p", kwlist, &i, &o, &flag)) return NULL;
    Py_INCREF(o); return o;
}
static PyObject *x_fastcall(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (n < 2) { PyErr_SetString(PyExc_TypeError, "2 args"); return NULL; }
    Py_INCREF(args[1]); return args[1];
}
static PyObject *x_fastcall_kw(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    Py_ssize_t nk = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
    if (n + nk < 2) { PyErr_SetString(PyExc_TypeError, "2 args"); return NULL; }
    Py_INCREF(args[1]); return args[1];
}
static PyObject *x_long_inc(PyObject *self, PyObject *a)
{
    long v = PyLong_AsLong(a);
    if (v == -1 && PyErr_Occurred()) return NULL;
    return PyLong_FromLong(v + 1);
}
static PyObject *x_float_inc(PyObject *self, PyObject *a)
{
    double v = PyFloat_AsDouble(a);
    if (v == -1.0 && PyErr_Occurred()) return NULL;
    return PyFloat_FromDouble(v + 1.0);
}
static PyObject *x_str_len(PyObject *self, PyObject *a)
{
    Py_ssize_t n;
    const char *s = PyUnicode_AsUTF8AndSize(a, &n);
    if (!s) return NULL;
    return PyLong_FromSsize_t(n);
}
static PyObject *x_bytes_len(PyObject *self, PyObject *a)
{
    Py_ssize_t n; char *p;
    if (PyBytes_AsStringAndSize(a, &p, &n) < 0) return NULL;
    return PyLong_FromSsize_t(n + (p[0] == 1));
}
static PyObject *x_raise(PyObject *self, PyObject *unused)
{
    PyErr_SetString(PyExc_ValueError, "boom"); return NULL;
}
static PyObject *x_tuple2(PyObject *self, PyObject *a) { return PyTuple_Pack(2, a, a); }
static PyObject *x_list_len(PyObject *self, PyObject *a)
{
    if (!PyList_Check(a)) { PyErr_SetString(PyExc_TypeError, "list"); return NULL; }
    return PyLong_FromSsize_t(PyList_GET_SIZE(a));
}
static PyObject *x_buffer(PyObject *self, PyObject *a)
{
    Py_buffer b;
    if (PyObject_GetBuffer(a, &b, PyBUF_SIMPLE) < 0) return NULL;
    Py_ssize_t n = b.len;
    PyBuffer_Release(&b);
    return PyLong_FromSsize_t(n);
}

/* ---------- C loops ---------- */
#define GETN(n) Py_ssize_t n = PyLong_AsSsize_t(arg); if (n < 0) return NULL
#define ARG2N(o, n) PyObject *o; Py_ssize_t n; if (!PyArg_ParseTuple(args, "On", &o, &n)) return NULL

static PyObject *c_empty(PyObject *self, PyObject *arg)
{ GETN(n); volatile Py_ssize_t s = 0; for (Py_ssize_t i = 0; i < n; i++) s += i; Py_RETURN_NONE; }

static PyObject *c_incdec(PyObject *self, PyObject *args)
{
    ARG2N(o, n); PyObject *volatile p = o;
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *q = p; Py_INCREF(q); q = p; Py_DECREF(q); }
    Py_RETURN_NONE;
}
static PyObject *c_list_build(PyObject *self, PyObject *arg)
{
    GETN(n); PyObject *l = PyList_New(n); if (!l) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *v = PyLong_FromSsize_t(i + 1000);
        if (!v) { Py_DECREF(l); return NULL; }
        PyList_SET_ITEM(l, i, v);
    }
    return l;
}
static PyObject *c_list_append(PyObject *self, PyObject *arg)
{
    GETN(n); PyObject *l = PyList_New(0); if (!l) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *v = PyLong_FromSsize_t(i + 1000);
        if (!v || PyList_Append(l, v) < 0) { Py_XDECREF(v); Py_DECREF(l); return NULL; }
        Py_DECREF(v);
    }
    return l;
}
static PyObject *c_list_sum(PyObject *self, PyObject *l)
{
    Py_ssize_t n = PyList_GET_SIZE(l); long s = 0;
    for (Py_ssize_t i = 0; i < n; i++) s += PyLong_AsLong(PyList_GET_ITEM(l, i));
    return PyLong_FromLong(s);
}
static PyObject *c_seq_sum(PyObject *self, PyObject *l)
{
    Py_ssize_t n = PySequence_Size(l); long s = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *v = PySequence_GetItem(l, i); if (!v) return NULL;
        s += PyLong_AsLong(v); Py_DECREF(v);
    }
    return PyLong_FromLong(s);
}
static PyObject *c_iter_sum(PyObject *self, PyObject *l)
{
    PyObject *it = PyObject_GetIter(l), *v; long s = 0; if (!it) return NULL;
    while ((v = PyIter_Next(it))) { s += PyLong_AsLong(v); Py_DECREF(v); }
    Py_DECREF(it);
    return PyLong_FromLong(s);
}
static PyObject *c_tuple_pack(PyObject *self, PyObject *args)
{
    ARG2N(o, n); Py_ssize_t hits = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *t = PyTuple_Pack(3, o, Py_None, o); if (!t) return NULL;
        hits += (PyTuple_GET_ITEM(t, 0) == o) + (PyTuple_GET_ITEM(t, 2) == o);
        Py_DECREF(t);
    }
    return PyLong_FromSsize_t(hits);
}
static PyObject *c_dict_set(PyObject *self, PyObject *arg)
{
    GETN(n); PyObject *d = PyDict_New(); if (!d) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *k = PyLong_FromSsize_t(i + 1000);
        if (!k || PyDict_SetItem(d, k, k) < 0) { Py_XDECREF(k); Py_DECREF(d); return NULL; }
        Py_DECREF(k);
    }
    return d;
}
static PyObject *c_dict_get(PyObject *self, PyObject *d)
{
    Py_ssize_t n = PyDict_Size(d), hits = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *k = PyLong_FromSsize_t(i + 1000); if (!k) return NULL;
        PyObject *v = PyDict_GetItemWithError(d, k);
        hits += v != NULL; Py_DECREF(k);
    }
    return PyLong_FromSsize_t(hits);
}
static PyObject *c_dict_getstr(PyObject *self, PyObject *args)
{
    ARG2N(d, n); Py_ssize_t hits = 0;
    for (Py_ssize_t i = 0; i < n; i++) hits += PyDict_GetItemString(d, "the_key") != NULL;
    return PyLong_FromSsize_t(hits);
}
static PyObject *c_dict_next(PyObject *self, PyObject *d)
{
    Py_ssize_t pos = 0, c = 0; PyObject *k, *v;
    while (PyDict_Next(d, &pos, &k, &v)) c += (k != v);
    return PyLong_FromSsize_t(c);
}
static PyObject *c_str_new(PyObject *self, PyObject *arg)
{
    GETN(n); char buf[20] = "abcdefghijklmnop";
    for (Py_ssize_t i = 0; i < n; i++) {
        buf[3] = 'a' + (i & 15);
        PyObject *s = PyUnicode_FromStringAndSize(buf, 16); if (!s) return NULL;
        Py_DECREF(s);
    }
    Py_RETURN_NONE;
}
static PyObject *c_str_new_utf8(PyObject *self, PyObject *arg)
{
    GETN(n); char buf[20] = "abcdefghijklmnop"; Py_ssize_t tot = 0, m;
    for (Py_ssize_t i = 0; i < n; i++) {
        buf[3] = 'a' + (i & 15);
        PyObject *s = PyUnicode_FromStringAndSize(buf, 16); if (!s) return NULL;
        const char *p = PyUnicode_AsUTF8AndSize(s, &m); if (!p) return NULL;
        tot += m + (p[3] == 'z'); Py_DECREF(s);
    }
    return PyLong_FromSsize_t(tot);
}
static PyObject *c_str_asutf8_list(PyObject *self, PyObject *l)   /* fresh strings made by Python */
{
    Py_ssize_t n = PyList_GET_SIZE(l), tot = 0, m;
    for (Py_ssize_t i = 0; i < n; i++) {
        const char *p = PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(l, i), &m); if (!p) return NULL;
        tot += m;
    }
    return PyLong_FromSsize_t(tot);
}
static PyObject *c_str_read_list(PyObject *self, PyObject *l)     /* PyUnicode_DATA/READ macros */
{
    Py_ssize_t n = PyList_GET_SIZE(l); unsigned long tot = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *s = PyList_GET_ITEM(l, i);
#if PY_VERSION_HEX < 0x030C0000
        if (PyUnicode_READY(s) < 0) return NULL;
#endif
        tot += PyUnicode_READ(PyUnicode_KIND(s), PyUnicode_DATA(s), 0) + PyUnicode_GET_LENGTH(s);
    }
    return PyLong_FromUnsignedLong(tot);
}
static PyObject *c_bytes_new(PyObject *self, PyObject *arg)
{
    GETN(n); char buf[20] = "abcdefghijklmnop"; Py_ssize_t tot = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *s = PyBytes_FromStringAndSize(buf, 16); if (!s) return NULL;
        tot += PyBytes_AS_STRING(s)[1]; Py_DECREF(s);
    }
    return PyLong_FromSsize_t(tot);
}
static PyObject *c_long_roundtrip(PyObject *self, PyObject *arg)
{
    GETN(n); long s = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *v = PyLong_FromSsize_t(i + 1000); if (!v) return NULL;
        s += PyLong_AsLong(v); Py_DECREF(v);
    }
    return PyLong_FromLong(s);
}
static PyObject *c_float_roundtrip(PyObject *self, PyObject *arg)
{
    GETN(n); double s = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *v = PyFloat_FromDouble((double)i); if (!v) return NULL;
        s += PyFloat_AS_DOUBLE(v); Py_DECREF(v);
    }
    return PyFloat_FromDouble(s);
}
static PyObject *c_number_add(PyObject *self, PyObject *args)
{
    ARG2N(o, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyNumber_Add(o, o); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_compare(PyObject *self, PyObject *args)
{
    PyObject *a, *b; Py_ssize_t n, hits = 0;
    if (!PyArg_ParseTuple(args, "OOn", &a, &b, &n)) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) { int r = PyObject_RichCompareBool(a, b, Py_EQ); if (r < 0) return NULL; hits += r; }
    return PyLong_FromSsize_t(hits);
}
static PyObject *s_attr;   /* interned "attr" */
static PyObject *c_getattr(PyObject *self, PyObject *args)
{
    ARG2N(o, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyObject_GetAttr(o, s_attr); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_getattrstring(PyObject *self, PyObject *args)
{
    ARG2N(o, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyObject_GetAttrString(o, "attr"); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_setattr(PyObject *self, PyObject *args)
{
    ARG2N(o, n);
    for (Py_ssize_t i = 0; i < n; i++) if (PyObject_SetAttr(o, s_attr, Py_None) < 0) return NULL;
    Py_RETURN_NONE;
}
static PyObject *c_call1(PyObject *self, PyObject *args)
{
    ARG2N(f, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyObject_CallFunctionObjArgs(f, Py_None, NULL); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_callmethod(PyObject *self, PyObject *args)
{
    ARG2N(o, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyObject_CallMethod(o, "meth", NULL); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_buffer(PyObject *self, PyObject *args)
{
    ARG2N(o, n); Py_ssize_t tot = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_buffer b; if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) < 0) return NULL;
        tot += b.len; PyBuffer_Release(&b);
    }
    return PyLong_FromSsize_t(tot);
}
static PyObject *c_err_set_clear(PyObject *self, PyObject *arg)
{
    GETN(n);
    for (Py_ssize_t i = 0; i < n; i++) { PyErr_SetString(PyExc_ValueError, "boom"); PyErr_Clear(); }
    Py_RETURN_NONE;
}
static PyObject *c_isinstance(PyObject *self, PyObject *args)
{
    ARG2N(o, n); Py_ssize_t hits = 0;
    for (Py_ssize_t i = 0; i < n; i++) hits += PyObject_IsInstance(o, (PyObject *)&PyLong_Type);
    return PyLong_FromSsize_t(hits);
}
static PyObject *c_gil(PyObject *self, PyObject *arg)
{
    GETN(n);
    for (Py_ssize_t i = 0; i < n; i++) { Py_BEGIN_ALLOW_THREADS Py_END_ALLOW_THREADS }
    Py_RETURN_NONE;
}

/* ---------- a C type (heap) and a static one ---------- */
typedef struct { PyObject_HEAD double x; PyObject *o; } Pt;
static void Pt_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_XDECREF(((Pt *)self)->o);
    tp->tp_free(self);
    if (tp->tp_flags & Py_TPFLAGS_HEAPTYPE) Py_DECREF(tp);
}
static int Pt_init(PyObject *self, PyObject *args, PyObject *kw) { ((Pt *)self)->x = 1.5; return 0; }
static PyObject *Pt_get(PyObject *self, PyObject *unused) { return PyFloat_FromDouble(((Pt *)self)->x); }
static PyObject *Pt_self(PyObject *self, PyObject *unused) { Py_INCREF(self); return self; }
static PyObject *Pt_getx(PyObject *self, void *c) { return PyFloat_FromDouble(((Pt *)self)->x); }
static Py_ssize_t Pt_len(PyObject *self) { return 7; }
static PyObject *Pt_item(PyObject *self, Py_ssize_t i) { if (i >= 7) { PyErr_SetString(PyExc_IndexError, "i"); return NULL; } Py_INCREF(self); return self; }
static PyObject *Pt_add(PyObject *a, PyObject *b) { Py_INCREF(a); return a; }
static PyMethodDef Pt_methods[] = {
    {"get", Pt_get, METH_NOARGS, NULL}, {"me", Pt_self, METH_NOARGS, NULL}, {NULL}};
static PyMemberDef Pt_members[] = { {"m", T_DOUBLE, offsetof(Pt, x), 0, NULL}, {NULL}};
static PyGetSetDef Pt_getset[] = { {"x", Pt_getx, NULL, NULL, NULL}, {NULL}};
static PyType_Slot Pt_slots[] = {
    {Py_tp_dealloc, Pt_dealloc}, {Py_tp_init, Pt_init}, {Py_tp_methods, Pt_methods},
    {Py_tp_members, Pt_members}, {Py_tp_getset, Pt_getset}, {Py_tp_new, PyType_GenericNew},
    {Py_sq_length, Pt_len}, {Py_sq_item, Pt_item}, {Py_nb_add, Pt_add}, {0, NULL}};
static PyType_Spec Pt_spec = {"operations.Pt", sizeof(Pt), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, Pt_slots};
static PyNumberMethods SPt_nb = { .nb_add = Pt_add };
static PySequenceMethods SPt_sq = { .sq_length = Pt_len, .sq_item = Pt_item };
static PyTypeObject SPt_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "operations.SPt", .tp_basicsize = sizeof(Pt), .tp_dealloc = Pt_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_methods = Pt_methods, .tp_members = Pt_members,
    .tp_getset = Pt_getset, .tp_init = Pt_init, .tp_new = PyType_GenericNew, .tp_as_number = &SPt_nb, .tp_as_sequence = &SPt_sq };
static PyObject *c_inst_new(PyObject *self, PyObject *args)
{
    ARG2N(t, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = ((PyTypeObject *)t)->tp_alloc((PyTypeObject *)t, 0); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}
static PyObject *c_inst_call(PyObject *self, PyObject *args)
{
    ARG2N(t, n);
    for (Py_ssize_t i = 0; i < n; i++) { PyObject *r = PyObject_CallObject(t, NULL); if (!r) return NULL; Py_DECREF(r); }
    Py_RETURN_NONE;
}

#define N(f) {#f, (PyCFunction)(void (*)(void))f, METH_NOARGS, NULL}
#define O(f) {#f, (PyCFunction)(void (*)(void))f, METH_O, NULL}
#define V(f) {#f, (PyCFunction)(void (*)(void))f, METH_VARARGS, NULL}
static PyMethodDef methods[] = {
    N(x_noargs), O(x_o), V(x_varargs_iO),
    {"x_kwargs", (PyCFunction)(void (*)(void))x_kwargs, METH_VARARGS | METH_KEYWORDS, NULL},
    {"x_fastcall", (PyCFunction)(void (*)(void))x_fastcall, METH_FASTCALL, NULL},
    {"x_fastcall_kw", (PyCFunction)(void (*)(void))x_fastcall_kw, METH_FASTCALL | METH_KEYWORDS, NULL},
    O(x_long_inc), O(x_float_inc), O(x_str_len), O(x_bytes_len), N(x_raise), O(x_tuple2), O(x_list_len), O(x_buffer),
    O(c_empty), V(c_incdec), O(c_list_build), O(c_list_append), O(c_list_sum), O(c_seq_sum), O(c_iter_sum),
    V(c_tuple_pack), O(c_dict_set), O(c_dict_get), V(c_dict_getstr), O(c_dict_next),
    O(c_str_new), O(c_str_new_utf8), O(c_str_asutf8_list), O(c_str_read_list), O(c_bytes_new),
    O(c_long_roundtrip), O(c_float_roundtrip), V(c_number_add), V(c_compare),
    V(c_getattr), V(c_getattrstring), V(c_setattr), V(c_call1), V(c_callmethod), V(c_buffer),
    O(c_err_set_clear), V(c_isinstance), O(c_gil), V(c_inst_new), V(c_inst_call),
    {NULL, NULL, 0, NULL}};

static int exec_mod(PyObject *m)
{
    s_attr = PyUnicode_InternFromString("attr"); if (!s_attr) return -1;
    PyObject *t = PyType_FromSpec(&Pt_spec); if (!t) return -1;
    if (PyModule_AddObject(m, "Pt", t) < 0) { Py_DECREF(t); return -1; }
    if (PyType_Ready(&SPt_Type) < 0) return -1;
    Py_INCREF(&SPt_Type);
    if (PyModule_AddObject(m, "SPt", (PyObject *)&SPt_Type) < 0) return -1;
    return 0;
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec_mod}, {0, NULL}};
static struct PyModuleDef moddef = {PyModuleDef_HEAD_INIT, "operations", NULL, 0, methods, slots};
PyMODINIT_FUNC PyInit_operations(void) { return PyModuleDef_Init(&moddef); }
