"""One process, one run of all operations of operations.c: `operations.py FOLDER [--cpu] [--quick]` prints JSON {operation: ns}.
The best of 5 repetitions; run.py runs it interleaved in several interpreters and takes medians.
"""

import json
import sys
from time import perf_counter_ns, thread_time_ns

sys.path.insert(0, sys.argv[1])
import operations as m  # noqa: E402

# --cpu: per-thread CPU time, robust on a loaded machine; default is wall clock
now = thread_time_ns if "--cpu" in sys.argv else perf_counter_ns
REP = 5
SCALE = 0.2 if "--quick" in sys.argv else 1.0
res = {}


def best(fn, ops):
    b = None
    for _ in range(REP):
        t = now()
        fn()
        t = now() - t
        if b is None or t < b:
            b = t
    return b / ops


def bench(name, fn, ops):
    try:
        res[name] = round(best(fn, ops), 2)
    except Exception as e:  # a host with gaps still reports the rest
        res[name] = None
        print("FAIL", name, repr(e), file=sys.stderr)


# each crossing benchmark gets its own code object so that a JIT does not pollute type feedback
TEMPLATE = """
def loop(n, f, a, b, c):
    for _ in range(n):
        {stmt}
"""


def pyloop(name, stmt, f=None, a=None, b=None, c=None, n=200000):
    ns = {}
    exec(TEMPLATE.format(stmt=stmt), ns)
    loop = ns["loop"]
    n = int(n * SCALE)
    bench(name, lambda: loop(n, f, a, b, c), n)


class P:
    pass


def pyf(x):
    return x


obj = object()
pyloop("py_empty_loop", "pass")
pyloop("py_func_call", "f(a)", pyf, obj)
pyloop("py_builtin_call", "f(a)", callable, obj)
pyloop("x_noargs", "f()", m.x_noargs)
pyloop("x_o_none", "f(a)", m.x_o, None)
pyloop("x_o_obj", "f(a)", m.x_o, P())
pyloop("x_o_newobj", "f(a())", m.x_o, P)
pyloop("x_o_int", "f(_)", m.x_o)
pyloop("x_varargs_iO", "f(5, a)", m.x_varargs_iO, obj)
pyloop("x_kwargs_pos", "f(5, a)", m.x_kwargs, obj)
pyloop("x_kwargs_kw", "f(i=5, o=a)", m.x_kwargs, obj)
pyloop("x_fastcall2", "f(a, b)", m.x_fastcall, obj, obj)
pyloop("x_fastcall_kw", "f(a, o=b)", m.x_fastcall_kw, obj, obj)
pyloop("x_long_inc", "f(_)", m.x_long_inc)
pyloop("x_float_inc", "f(a)", m.x_float_inc, 2.5)
pyloop("x_str_len_same", "f(a)", m.x_str_len, "hello world, some text")
pyloop("x_bytes_len_same", "f(a)", m.x_bytes_len, b"hello world, some text")
pyloop("x_tuple2", "f(a)", m.x_tuple2, obj)
pyloop("x_list_len_10", "f(a)", m.x_list_len, [obj] * 10)
pyloop("x_list_len_1000", "f(a)", m.x_list_len, [obj] * 1000)
pyloop("x_list_len_newlist10", "f([a,a,a,a,a,a,a,a,a,a])", m.x_list_len, obj)
pyloop("x_buffer_bytes", "f(a)", m.x_buffer, b"x" * 100)
pyloop("x_buffer_bytearray", "f(a)", m.x_buffer, bytearray(b"x" * 100))
pyloop(
    "x_raise_catch",
    """try: f()
        except ValueError: pass""",
    m.x_raise,
    n=100000,
)

pyloop("t_heap_new", "f()", m.Pt, n=100000)
pyloop("t_static_new", "f()", m.SPt, n=100000)


class Sub(m.Pt):
    pass


pyloop("t_pysubclass_new", "f()", Sub, n=100000)
p = m.Pt()
pyloop("t_method_noargs", "a.get()", a=p)
pyloop("t_method_self", "a.me()", a=p)
pyloop("t_getset", "a.x", a=p)
pyloop("t_member", "a.m", a=p)
pyloop("t_len", "f(a)", len, p)
pyloop("t_getitem", "a[3]", a=p)
pyloop("t_add", "a + a", a=p)

N = int(100000 * SCALE)


def cn(name, f, n=N):
    bench(name, lambda: f(n), n)


def co(name, f, o, n=N):
    bench(name, lambda: f(o, n), n)


cn("c_empty", m.c_empty)
co("c_incdec", m.c_incdec, obj, N * 10)
cn("c_list_build", m.c_list_build)
cn("c_list_append", m.c_list_append)
L = list(range(1000, 1000 + N))
bench("c_list_sum_fresh", lambda: m.c_list_sum(list(range(1000, 1000 + N))), N)
bench("c_list_sum_same", lambda: m.c_list_sum(L), N)
bench("c_seq_sum", lambda: m.c_seq_sum(tuple(L)), N)
L2 = list(range(1000, 1000 + N))
bench("c_iter_sum", lambda: m.c_iter_sum(L2), N)
co("c_tuple_pack3", m.c_tuple_pack, obj)
cn("c_dict_set", m.c_dict_set)
D = {i: i for i in range(1000, 1000 + N)}
bench("c_dict_get", lambda: m.c_dict_get(D), N)
co("c_dict_getitemstring", m.c_dict_getstr, {"the_key": 1, "b": 2})
bench("c_dict_next", lambda: m.c_dict_next(D), N)
cn("c_str_new", m.c_str_new)
cn("c_str_new_utf8", m.c_str_new_utf8)
bench("c_str_asutf8_fresh", lambda: m.c_str_asutf8_list(["item%d" % i for i in range(N)]), N)
S = ["item%d" % i for i in range(N)]
bench("c_str_asutf8_same", lambda: m.c_str_asutf8_list(S), N)
bench("c_str_read_macro_same", lambda: m.c_str_read_list(S), N)
cn("c_bytes_new", m.c_bytes_new)
cn("c_long_roundtrip", m.c_long_roundtrip)
cn("c_float_roundtrip", m.c_float_roundtrip)
co("c_number_add_int", m.c_number_add, 12345)
bench("c_compare_str", lambda: m.c_compare("hello", "hellp", N), N)
o = P()
o.attr = 1
o.meth = lambda: None


class Q:
    def meth(self):
        return None


co("c_getattr", m.c_getattr, o)
co("c_getattrstring", m.c_getattrstring, o)
co("c_setattr", m.c_setattr, o)
co("c_call_pyfunc1", m.c_call1, pyf)
co("c_callmethod", m.c_callmethod, Q())
co("c_buffer_bytes", m.c_buffer, b"x" * 100)
cn("c_err_set_clear", m.c_err_set_clear)
co("c_isinstance", m.c_isinstance, 5)
cn("c_gil_release", m.c_gil)
co("c_heaptype_alloc", m.c_inst_new, m.Pt)
co("c_statictype_alloc", m.c_inst_new, m.SPt)
co("c_heaptype_call", m.c_inst_call, m.Pt)
print(json.dumps({"impl": sys.version.replace("\n", " "), "res": res}))
