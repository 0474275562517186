"""Sequences and classes below them add and multiply as sequences, after the other operand was asked."""


class Other:
    def __radd__(self, other):
        return f"other + {type(other).__name__}"

    def __rmul__(self, other):
        return f"other * {type(other).__name__}"


class Adds(str):
    def __add__(self, other):
        return "own add"


values = ["a", b"a", bytearray(b"a"), [1], (1,)]
for value in values:
    below = type("Below", (type(value),), {})
    lower = type("Lower", (below,), {"__radd__": lambda self, other: "lower"})
    for left in (value, below(value)):
        shown = [left + Other(), left * Other(), left + value, left * 2, 2 * left, left + lower(value)]
        try:
            left + 1
        except TypeError:
            shown.append("TypeError")
        try:
            left += Other()
        except TypeError:
            left = "TypeError"
        print(type(value).__name__, *shown, left)
print(Adds("a") + "b", "b" + Adds("a"), Adds("a") * 2)
