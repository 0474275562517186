//! The model against the VM, without any C: values there and back, the end of paired objects, foreign instances.
//! One interpreter per process: all of it is one test.

use core::sync::atomic::{AtomicUsize, Ordering};

use pilotage_shim::model::*;
use rustpython::{InterpreterBuilder, InterpreterBuilderExt};
use rustpython_vm::VirtualMachine;

use crate::model::RustPython;
use crate::objects::{lend, take};
use crate::{gil, pairs};

#[test]
fn model_keeps_its_promises() {
    let interpreter = InterpreterBuilder::new().init_stdlib().interpreter();
    interpreter.enter(|vm| {
        pairs::check(vm).expect("the layout of objects is known");
        install(&RustPython);
        crate::threads::start(vm);
        crate::types::start(vm).expect("`object` can be extended");
        let _gil = gil::enter();
        shapes(vm);
        numbers();
        text();
        containers();
        attributes(vm);
        operators();
        classes(vm);
        tracebacks(vm);
        views();
        lock_is_given_back();
        lock_excludes();
        lock_passes_a_blocked_thread();
        crate::threads::stop();
    });
}

fn eval(source: &str) -> Ref {
    crate::objects::vm(|vm| {
        let scope = vm.new_scope_with_builtins();
        let code = vm.compile(source, rustpython_vm::compiler::Mode::Eval, "<test>").expect("compiles");
        crate::objects::give(vm.run_code_obj(code, scope).expect("runs"))
    })
}

fn repr(obj: Obj) -> String {
    let text = model().repr(obj).expect("has a repr");
    match model().str_text(text.obj()) {
        Text::Ascii(bytes) | Text::Wtf8(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn shapes(vm: &VirtualMachine) {
    let cases = [
        ("None", Shape::None),
        ("True", Shape::Bool),
        ("7", Shape::Int),
        ("__import__('enum').IntEnum('E', 'a').a", Shape::Int),
        ("1.5", Shape::Float),
        ("2j", Shape::Complex),
        ("'a'", Shape::Str),
        ("type('S', (str,), {})('a')", Shape::Str),
        ("b'a'", Shape::Bytes),
        ("bytearray(b'a')", Shape::ByteArray),
        ("(1,)", Shape::Tuple),
        ("__import__('sys').version_info", Shape::Tuple),
        ("[1]", Shape::List),
        ("{}", Shape::Dict),
        ("__import__('collections').OrderedDict()", Shape::Dict),
        ("{1}", Shape::Set),
        ("frozenset([1])", Shape::FrozenSet),
        ("slice(1)", Shape::Slice),
        ("int", Shape::Type),
        ("__import__('sys')", Shape::Module),
        ("OSError(1, 'a')", Shape::Exception),
        ("StopIteration(1)", Shape::Exception),
        ("(lambda: 0)", Shape::Function),
        ("type('C', (), {'f': lambda self: 0})().f", Shape::BoundMethod),
        ("len", Shape::Builtin),
        ("[].append", Shape::Builtin),
        ("int.__add__", Shape::Builtin),
        ("(1).__add__", Shape::Builtin),
        ("(lambda: 0).__code__", Shape::Code),
        ("__import__('sys')._getframe()", Shape::Frame),
        ("memoryview(b'a')", Shape::MemoryView),
        ("__import__('weakref').ref(int)", Shape::WeakRef),
        ("(lambda x: (lambda: x))(1).__closure__[0]", Shape::Cell),
        ("object()", Shape::Other),
        ("range(3)", Shape::Other),
    ];
    // Twice: the second time from the table.
    for (source, shape) in cases.iter().chain(&cases) {
        assert_eq!(model().shape(eval(source).obj()), *shape, "{source}");
    }
    assert_eq!(model().class(model().none()), lend(vm.ctx.types.none_type));
}

fn numbers() {
    for value in [0, 1, -1, i64::MAX, i64::MIN] {
        assert_eq!(model().int_to_i64(model().int_from_i64(value).obj()), Some(value));
    }
    let big = model().int_from_limbs(true, &[1, 2, 3]);
    assert_eq!(model().int_to_limbs(big.obj()), (true, vec![1, 2, 3]));
    assert_eq!(repr(big.obj()), repr(eval("-(1 + (2 << 64) + (3 << 128))").obj()));
    assert_eq!(model().int_to_i64(model().int_from_u64(u64::MAX).obj()), None);
    assert_eq!(model().int_to_limbs(model().int_from_i64(0).obj()), (false, vec![]));
    assert_eq!(model().float_value(model().float(1.5).obj()), 1.5);
    assert_eq!(model().complex_value(model().complex(1.0, -2.0).obj()), (1.0, -2.0));
}

fn text() {
    for sample in ["", "a", "\u{e9}", "\u{1f600}"] {
        let made = model().str_from_wtf8(sample.as_bytes());
        match model().str_text(made.obj()) {
            Text::Ascii(bytes) => assert!(sample.is_ascii() && bytes == sample.as_bytes()),
            Text::Wtf8(bytes) => assert!(!sample.is_ascii() && bytes == sample.as_bytes()),
        }
    }
    let surrogate = model().str_from_wtf8(b"\xed\xa0\x80");
    assert_eq!(repr(surrogate.obj()), "'\\ud800'");
    let one = model().str_intern(model().str_from_wtf8(b"pilotage").obj());
    let two = model().str_intern(model().str_from_wtf8(b"pilotage").obj());
    assert_eq!(one, two);
    assert_eq!(model().bytes_value(model().bytes(b"ab").obj()), b"ab");
    let array = model().bytearray(b"ab");
    model().bytearray_value(array.obj())[0] = b'x';
    model().bytearray_resize(array.obj(), 4).expect("grows");
    assert_eq!(repr(array.obj()), "bytearray(b'xb\\x00\\x00')");
}

fn containers() {
    let items = || vec![model().int_from_i64(1), model().float(2.0)];
    assert_eq!(repr(model().tuple(items()).obj()), "(1, 2.0)");
    assert_eq!(model().tuple_items(model().tuple(items()).obj()).len(), 2);
    let list = model().list(items());
    model().list_append(list.obj(), model().int_from_i64(3));
    model().list_insert(list.obj(), 0, model().int_from_i64(0));
    model().list_set(list.obj(), 1, model().str_from_wtf8(b"x"));
    assert_eq!(repr(list.obj()), "[0, 'x', 2.0, 3]");
    assert_eq!(model().list_items(list.obj()).len(), 4);
    let (dict, key, value) = (model().dict(), eval("'k'"), eval("1"));
    model().dict_set(dict.obj(), key.obj(), value.obj()).expect("hashable");
    assert_eq!(model().dict_get(dict.obj(), key.obj()).expect("hashable"), Some(value));
    assert_eq!(model().dict_len(dict.obj()), 1);
    let mut pos = 0;
    assert!(model().dict_next(dict.obj(), &mut pos).is_some());
    assert!(model().dict_next(dict.obj(), &mut pos).is_none());
    assert!(model().dict_set(dict.obj(), list.obj(), key.obj()).is_err());
    assert!(model().dict_del(dict.obj(), key.obj()).expect("hashable"));
    assert!(!model().dict_del(dict.obj(), key.obj()).expect("hashable"));
    let stubborn = eval("type('D', (dict,), {'__delitem__': lambda self, key: 1 / 0})(k=1)");
    assert!(model().dict_del(stubborn.obj(), key.obj()).expect("the builtin's own"));
    let set = model().set(false, Some(list.obj())).expect("iterable");
    model().set_add(set.obj(), key.obj()).expect("hashable");
    assert_eq!(model().set_len(set.obj()), 5);
    assert_eq!(model().set_len(eval("frozenset([1, 2])").obj()), 2);
    let none = model().none();
    let (start, stop, step) = model().slice_parts(model().slice(none, key.obj(), none).obj());
    assert_eq!((start.obj(), stop.obj(), step.obj()), (none, key.obj(), none));
}

fn attributes(vm: &VirtualMachine) {
    let name = |name: &str| model().str_from_wtf8(name.as_bytes());
    let object = eval("type('C', (), {'a': 1})()");
    assert_eq!(repr(model().getattr(object.obj(), name("a").obj()).expect("there").obj()), "1");
    assert!(model().getattr_opt(object.obj(), name("b").obj()).expect("no error").is_none());
    assert!(model().getattr(object.obj(), name("b").obj()).is_err());
    assert!(model().getattr(object.obj(), model().none()).is_err());
    model().setattr(object.obj(), name("b").obj(), Some(model().none())).expect("has a dict");
    assert_eq!(repr(model().instance_dict(object.obj()).expect("there").obj()), "{'b': None}");
    model().generic_setattr(object.obj(), name("b").obj(), None).expect("is there");
    assert!(model().generic_getattr(object.obj(), name("b").obj()).expect("no error").is_none());
    assert!(model().instance_dict(eval("1").obj()).is_none());
    let parse = model().import("xml.dom").expect("a package");
    assert!(repr(parse.obj()).contains("xml.dom"));
    assert!(vm.current_exception().is_none());
}

fn operators() {
    let (six, four) = (eval("6"), eval("4"));
    let pairs = [
        (Binary::Add, "10"),
        (Binary::TrueDivide, "1.5"),
        (Binary::Divmod, "(1, 2)"),
        (Binary::Lshift, "96"),
        (Binary::Xor, "2"),
    ];
    for (op, expected) in pairs {
        assert_eq!(repr(model().binary(op, six.obj(), four.obj()).expect("numbers").obj()), expected);
    }
    let none = model().none();
    assert_eq!(repr(model().power(six.obj(), four.obj(), none).expect("numbers").obj()), "1296");
    assert_eq!(repr(model().unary(Unary::Invert, six.obj()).expect("int").obj()), "-7");
    assert!(model().binary(Binary::MatrixMultiply, six.obj(), four.obj()).is_err());
    assert_eq!(repr(model().compare(six.obj(), four.obj(), Compare::Gt).expect("numbers").obj()), "True");
    let call = eval("lambda *a, **k: (a, k)");
    let names = [eval("'z'")];
    let got = model().call(call.obj(), &[six.obj(), four.obj()], &[names[0].obj()]).expect("callable");
    assert_eq!(repr(got.obj()), "((6,), {'z': 4})");
    let iterator = model().iter(eval("[5]").obj()).expect("iterable");
    assert!(model().next(iterator.obj()).expect("no error").is_some());
    assert!(model().next(iterator.obj()).expect("no error").is_none());
    let weak = eval("__import__('collections').OrderedDict()");
    let reference = model().weakref(weak.obj(), None).expect("can be referenced");
    assert_eq!(model().weakref_target(reference.obj()), Some(weak.clone()));
    drop(weak);
    assert!(model().weakref_target(reference.obj()).is_none());
}

fn classes(vm: &VirtualMachine) {
    let object = lend(vm.ctx.types.object_type);
    let spec = NewType {
        name: "Thing",
        bases: &[object],
        metaclass: lend(vm.ctx.types.type_type),
        extra_size: 8,
        is_base: true,
        has_dict: true,
        has_weakrefs: true,
        is_immutable: false,
        is_sequence: false,
        is_mapping: false,
        is_method_descriptor: false,
        no_instantiation: false,
        slots: SlotSet::default(),
        doc: Some("a thing"),
        signed_doc: None,
    };
    let class = model().new_type(&spec).expect("a class");
    assert_eq!(model().type_name(class.obj()), "Thing");
    assert!(model().is_subtype(class.obj(), object) && !model().is_subtype(object, class.obj()));
    assert!(model().type_has_dict(class.obj()) && model().type_has_weakrefs(class.obj()));
    assert!(model().type_is_heap(class.obj()) && !model().type_is_heap(object));
    assert_eq!(model().type_mro(class.obj()).len(), 2);
    let name = model().str_from_wtf8(b"answer");
    model().type_set(class.obj(), name.obj(), model().int_from_i64(42).obj());
    let instance = model().foreign(class.obj()).expect("an instance");
    assert_eq!(model().shape(instance.obj()), Shape::Foreign);
    assert!(model().body(instance.obj()).is_null());
    assert_eq!(repr(model().getattr(instance.obj(), name.obj()).expect("inherited").obj()), "42");
    model().setattr(instance.obj(), name.obj(), Some(model().none())).expect("has a dict");
    let weak = model().weakref(instance.obj(), None).expect("can be referenced");
    drop(instance);
    assert!(model().weakref_target(weak.obj()).is_none());
    let heirs = call(
        "lambda C: (type('P', (type('Mixin', (), {}), C), {})(), type('Q', (C,), {'__new__': lambda c: object.__new__(c)})(), C())",
        &[class.obj()],
    );
    for heir in model().tuple_items(heirs.obj()) {
        assert_eq!(model().shape(*heir), Shape::Foreign);
    }
    assert_eq!(model().shape(call("lambda C: type('P', (), {})()", &[class.obj()]).obj()), Shape::Other);
}

fn call(function: &str, args: &[Obj]) -> Ref {
    model().call(eval(function).obj(), args, &[]).expect("runs")
}

fn tracebacks(vm: &VirtualMachine) {
    let exception = eval("ValueError('x')");
    for line in [3, 4] {
        model().add_traceback(exception.obj(), CodePlace { filename: "a.pyx", function: "inner", line });
    }
    let text =
        vm.import("traceback", 0).and_then(|module| module.get_attr("format_exception", vm)).expect("there");
    let lines = text.call((take(exception),), vm).expect("formats");
    let lines = repr(lend(&lines));
    assert!(
        lines.contains("File \"a.pyx\", line 4, in inner") && lines.contains("line 3, in inner"),
        "{lines}"
    );
    let code = model().code_stub(CodePlace { filename: "b.pyx", function: "f", line: 9 });
    assert!(repr(code.obj()).contains("f at"), "{}", repr(code.obj()));
    model().enter_recursion("in a test").expect("there is stack");
    assert!(model().handled().is_none());
}

fn views() {
    let array = eval("memoryview(bytearray(b'abcdef'))[::2]");
    let export = model().buffer(array.obj()).expect("exports");
    assert_eq!((export.len, export.itemsize, export.readonly), (3, 1, false));
    assert_eq!((export.shape, export.strides, export.format.as_str()), (vec![3], vec![2], "B"));
    // SAFETY: exported, with at least one item.
    assert_eq!(unsafe { *export.ptr }, b'a');
    model().buffer_release(export.export);
    assert!(model().buffer(model().none()).is_err());
}

fn lock_is_given_back() {
    assert!(gil::is_mine());
    let saved = model().save_thread();
    assert!(!gil::is_mine() && !model().is_attached());
    let other = std::thread::spawn(|| {
        assert!(!model().ensure_thread());
        let sum = model().binary(Binary::Add, eval("1").obj(), eval("2").obj()).expect("numbers");
        assert!(model().ensure_thread());
        assert_eq!(repr(sum.obj()), "3");
        drop(sum);
        model().release_thread();
    });
    other.join().expect("the thread ends well");
    model().restore_thread(saved);
    assert!(gil::is_mine() && model().is_attached());
}

/// A counter that only the lock protects.
static UNPROTECTED: AtomicUsize = AtomicUsize::new(0);

/// Adds one in two steps, as C code under the lock does; goes into the VM, where others may come between, and
/// adds one more.
fn count_two() {
    let _gil = gil::enter();
    add_one();
    gil::outside(|| drop(eval("[1]")));
    add_one();
}

fn add_one() {
    let seen = UNPROTECTED.load(Ordering::Relaxed);
    for _ in 0..20 {
        core::hint::spin_loop();
    }
    UNPROTECTED.store(seen + 1, Ordering::Relaxed);
}

fn lock_excludes() {
    const ROUNDS: usize = 2_000;
    let saved = model().save_thread();
    let work = || {
        model().ensure_thread();
        (0..ROUNDS).for_each(|_| count_two());
        model().release_thread();
    };
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(work)).collect();
    for thread in threads {
        thread.join().expect("the thread ends well");
    }
    model().restore_thread(saved);
    assert_eq!(UNPROTECTED.load(Ordering::Relaxed), 4 * ROUNDS * 2);
}

/// C that calls Python that waits for another thread, which needs C.
fn lock_passes_a_blocked_thread() {
    let other = std::thread::spawn(|| {
        model().ensure_thread();
        count_two();
        model().release_thread();
    });
    let before = std::time::Instant::now();
    gil::outside(|| {
        crate::objects::vm(|vm| vm.allow_threads(|| other.join().expect("the thread ends well")))
    });
    assert!(gil::is_mine());
    assert!(before.elapsed() < std::time::Duration::from_secs(5));
}
