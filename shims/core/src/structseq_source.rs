//! The Python side of struct sequences: makes a tuple class whose items have names; items behind the visible ones are
//! attributes. No Rust.

/// Defines `make(full_name, doc, names, docs, visible)`.
pub(crate) const SOURCE: &str = r#"def make(full_name, doc, names, docs, visible):
    total = len(names)
    module, _, name = full_name.rpartition(".")
    hidden = [item for item in names[visible:] if item is not None]

    def arity(count):
        if visible != total:
            if count < visible:
                raise TypeError(f"{full_name}() takes an at least {visible}-sequence ({count}-sequence given)")
            if count > total:
                raise TypeError(f"{full_name}() takes an at most {total}-sequence ({count}-sequence given)")
        elif count != visible:
            raise TypeError(f"{full_name}() takes a {visible}-sequence ({count}-sequence given)")

    def new(cls, sequence, dict={}):
        items = tuple(sequence)
        arity(len(items))
        self = tuple.__new__(cls, items[:visible])
        for at in range(visible, total):
            if names[at] is not None:
                value = items[at] if at < len(items) else dict.get(names[at])
                self.__dict__[names[at]] = value
        return self

    def rest(self):
        return {item: getattr(self, item, None) for item in hidden}

    def representation(self):
        shown = []
        for at, item in enumerate(tuple(self)[:visible]):
            shown.append(repr(item) if names[at] is None else f"{names[at]}={item!r}")
        return f"{full_name}({', '.join(shown)})"

    def reduced(self):
        return (type(self), (tuple(self), rest(self)))

    def replaced(self, /, **changes):
        if None in names[:visible]:
            raise TypeError(f"__replace__() is not supported for {full_name} because it has unnamed field(s)")
        items = [changes.pop(names[at], item) for at, item in enumerate(self)]
        others = rest(self)
        for item in hidden:
            others[item] = changes.pop(item, others[item])
        if changes:
            raise TypeError(f"Got unexpected field name(s): {list(changes)!r}")
        return new(type(self), items, others)

    def named(at):
        return property(lambda self: tuple.__getitem__(self, at), doc=docs[at])

    members = {
        "__new__": staticmethod(new),
        "__repr__": representation,
        "__reduce__": reduced,
        "__replace__": replaced,
        "__doc__": doc,
        "__match_args__": tuple(item for item in names[:visible] if item is not None),
        "n_fields": total,
        "n_sequence_fields": visible,
        "n_unnamed_fields": names.count(None),
    }
    if module:
        members["__module__"] = module
    if not hidden:
        members["__slots__"] = ()
    for at, item in enumerate(names[:visible]):
        if item is not None:
            members[item] = named(at)
    return type(name, (tuple,), members)
"#;
