"""Bytes compare with bytes; the other side decides about all else."""


class Answers:
    def __eq__(self, other):
        return ["equal", other]

    def __lt__(self, other):
        return ["less", other]

    def __gt__(self, other):
        return ["greater", other]

    def __buffer__(self, flags):
        return memoryview(b"a")


class Sub(bytes):
    pass


for left in (b"a", Sub(b"a"), bytearray(b"a")):
    for right in (b"a", b"b", Sub(b"a"), bytearray(b"a"), memoryview(b"a"), Answers(), 1, "a", None):
        shown = [left == right, left != right]
        for compare in ("__lt__", "__gt__", "__eq__"):
            shown.append(getattr(left, compare)(right) if isinstance(right, (bytes, int)) else "-")
        try:
            shown += [left < right, left > right]
        except TypeError:
            shown.append("TypeError")
        print(type(left).__name__, type(right).__name__, [type(value).__name__ if isinstance(value, Answers) else value for value in shown])
