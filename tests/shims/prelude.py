"""The names that expressions of the C cases use: classes with one habit each. Executed by inside.py in the interpreter under test.
Not a case; nothing here knows the C-API.
"""


class Plain:
    pass


class Index:
    def __init__(self, value=7):
        self.value = value

    def __index__(self):
        return self.value


class IndexOfNothing:
    def __index__(self):
        return "seven"


class Float:
    def __float__(self):
        return 2.5


class Boom:
    """Raises a ValueError whatever it is asked."""

    def _boom(self, *args):
        raise ValueError("boom")

    __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __next__ = __index__ = __int__ = __float__ = _boom
    __getitem__ = __setitem__ = __delitem__ = __contains__ = __call__ = __repr__ = __str__ = __add__ = __lt__ = _boom


class BoomAttribute:
    def __getattr__(self, name):
        raise ValueError("boom " + name)


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        return self.hint


class Sequence:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __delitem__(self, key):
        del self.items[key]


class Mapping:
    def __init__(self, **items):
        self.items_ = items

    def keys(self):
        return list(self.items_)

    def values(self):
        return list(self.items_.values())

    def items(self):
        return list(self.items_.items())

    def __len__(self):
        return len(self.items_)

    def __getitem__(self, key):
        return self.items_[key]


class IterRaises:
    """Gives 1, then raises a KeyError."""

    def __iter__(self):
        yield 1
        raise KeyError("iteration")


class Descr:
    def __get__(self, instance, owner=None):
        return ("got", instance is None, getattr(owner, "__name__", None))


class Slotted:
    __slots__ = ("a", "b")


class Str(str):
    pass


class Int(int):
    pass


class List(list):
    pass


class Dict(dict):
    pass


class DictMissing(dict):
    def __missing__(self, key):
        return ("missing", key)


class Tuple(tuple):
    pass


class Bytes(bytes):
    pass


class FloatSub(float):
    pass


class Error(Exception):
    pass


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    pass


class Method:
    def none(self):
        return None

    def echo(self, *args, **kwargs):
        return args, sorted(kwargs.items())

    @classmethod
    def klass(cls, *args):
        return cls.__name__, args

    @staticmethod
    def static(*args):
        return args


def echo(*args, **kwargs):
    return args, sorted(kwargs.items())


def raiser(kind=ValueError, *args):
    raise kind(*args)


def generator(*items):
    yield from items
