"""Calls functions of the seeded extension, each as it wants to be called. Arguments: names, or `ok` for all right ones."""

import gc
import sys

import seeded


class Named:
    """Something with a name and no hidden references."""

    def __init__(self):
        self.name = "name of %d" % id(self)


def fresh():
    """A text that nobody else holds."""
    return "".join(["fre", "sh", str(id(gc))])


def long_list():
    return [fresh() + str(n) for n in range(300)]


# What each function is called with; the others get a fresh text.
ARGUMENTS = {
    "append": lambda: None,
    "leak_on_error": fresh,
    "incref_borrowed": lambda: [fresh(), fresh()],
    "release_item": lambda: [[1, 2], [3]],
    "iterate": lambda: [fresh(), object()],
    "overwrite_static": lambda: 77,
    "get_attribute": Named,
    "return_borrowed": lambda: {"key": fresh()},
    "release_argument": lambda: [1, 2, 3],
    "use_class_after": lambda: Named,
    "return_dead": lambda: Named,
    "stale_borrowed": lambda: [Named(), Named()],
    "stale_dict": lambda: {"key": Named()},
    "null": lambda: 5,
    "null_cleared": Named,
    "result": Named,
    "result_number": fresh,
    "pending": lambda: list,
    "pending_attribute": Named,
    "buffer": lambda: bytearray(100),
    "buffer_parsed": lambda: (1, 0.5, bytearray(100)),
    "crash": fresh,
    "call_back": lambda: (lambda value: [value, gc.collect()], Named()),
    "convert": lambda: (fresh(),),
    "next": lambda: {1: fresh(), 2: fresh()},
    "buffer_loop": lambda: bytearray(50),
    "thread": lambda: list,
    "start": lambda: None,
    "reverse": lambda: (Named(), fresh(), 5.5),
}

# Methods of the type: a name, and what to do with a box.
METHODS = {
    "box_take_ok": lambda box: box.take(),
    "box_swap_ok": lambda box: box.swap(seeded.Box(Named())),
    "box_get_ok": lambda box: [box.value, box.short_value],
    "box_set_ok": lambda box: [setattr(box, "value", Named()), setattr(box, "value", fresh())],
    "box_cycle_ok": lambda box: [setattr(box, "value", [box]), gc.collect()],
    "box_set_bad": lambda box: setattr(box, "short_value", 1234567),
    "box_peek_bad": lambda box: box.peek(),
    "box_hash_bad": hash,
    "convert_bad": lambda box: seeded.converted(fresh()),
    "keywords_bad": lambda box: seeded.keywords_bad(fresh(), other=fresh()),
    "keywords_ok": lambda box: seeded.keywords_ok(fresh(), other=fresh()),
    "thread_main_bad": lambda box: seeded.start_thread(None),
    "pair_ok": lambda box: pairs(),
    "pair_concat_bad": lambda box: seeded.Pair(fresh(), fresh()) + fresh(),
}


def pairs():
    """Instances that are parked and used again, members that the interpreter sets."""
    pair = seeded.Pair(fresh(), Named())
    for _ in range(3):
        pair.left = fresh()
        pair = seeded.Pair(pair.left, pair.right)
        assert len(pair) == 2 and list(pair)[1] is pair[1]
    pair.right = None


def call(name, tell=lambda error: None):
    """Calls it twice: some faults need what a former call left. `tell` gets what CPython itself notices."""
    method = METHODS.get(name)
    function = None if method else getattr(seeded, name)
    # Words that others left behind hide lost blocks, seldom many in a row.
    for _ in range(12 if name.startswith("lost_") else 2):
        try:
            if method:
                method(seeded.Box(fresh()))
                continue
            argument = ARGUMENTS.get(name.rsplit("_", 1)[0], fresh)()
            if isinstance(argument, tuple) and name.startswith(("buffer_parsed", "call_back", "convert")):
                function(*argument)
            else:
                function(argument)
        except SystemError as error:
            tell(error)
        except (TypeError, ValueError, AttributeError, MemoryError, KeyError):
            pass


def main():
    names = sys.argv[1:]
    if not hasattr(seeded, "Pair"):
        # The stable ABI has no static types.
        for name in [name for name in METHODS if name.startswith("pair_")]:
            del METHODS[name]
    if names == ["list"]:
        print(*dir(seeded), *METHODS)
        return
    if names == ["ok"]:
        everything = [name for name in dir(seeded) if name.endswith("_ok")]
        names = everything + [name for name in METHODS if name.endswith("_ok")]
        seeded.reverse_ok(tuple(long_list()))
        seeded.iterate_ok(long_list())
    for name in names:
        call(name)
    print("done", len(names))


if __name__ == "__main__":
    main()
