"""`ctypes.pythonapi` on this VM: its objects are no C objects, so they are lent to each call.

Runs when `ctypes` was imported. The functions are the host's: `lend(object)` gives the address of a new C reference,
`give_back(address)` ends it, `take(address)` makes an object of one, `locked(function, *args)` calls with C's lock
held, `check()` raises what C code has raised.
"""


def patch(ctypes, lend, give_back, take, locked, check):
    py_object = ctypes.py_object

    class Function:
        """A function of the C-API with the attributes that ctypes gives to functions."""

        def __init__(self, function):
            self._function = function
            self.argtypes = None
            self.restype = ctypes.c_int

        def __call__(self, *args):
            kinds = self.argtypes or ()
            lent = []
            try:
                values = [
                    convert(value, kinds[at] if at < len(kinds) else None, lent) for at, value in enumerate(args)
                ]
                gives_object = self.restype is py_object
                self._function.restype = ctypes.c_void_p if gives_object else self.restype
                result = locked(self._function, *values)
            finally:
                for address in lent:
                    give_back(address)
            check()
            if not gives_object:
                return result
            if not result:
                raise ValueError("PyObject is NULL")
            return take(result)

    def convert(value, kind, lent):
        if isinstance(value, py_object):
            value, kind = value.value, py_object
        if kind is py_object:
            address = lend(value)
            lent.append(address)
            return ctypes.c_void_p(address)
        return value if kind is None or isinstance(value, kind) else kind.from_param(value)

    def get(self, name):
        return Function(ctypes.CDLL.__getitem__(self, name))

    ctypes.PyDLL.__getitem__ = get
