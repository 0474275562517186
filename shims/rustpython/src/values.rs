//! Values without items: what shape an object has, numbers, text, bytes.
//! Containers are in `containers.rs`.

use core::sync::atomic::{AtomicU64, Ordering};

use malachite_bigint::{BigInt, Sign};
use num_complex::Complex64;
use pilotage_shim::model::{Obj, Ref, Result, Shape, Text};
use rustpython_vm::builtins::*;
use rustpython_vm::common::str::{StrData, StrKind};
use rustpython_vm::common::wtf8::Wtf8Buf;
use rustpython_vm::frame::FrameObject;
use rustpython_vm::types::PyTypeSlots;
use rustpython_vm::{AsObject, PyPayload, VirtualMachine};

use crate::gil;
use crate::objects::{give, lend, object, payload, plain, vm};
use crate::pairs;

/// Shapes by the VM's table of the payload: the address above, the shape in the lowest byte.
static SHAPES: [AtomicU64; 256] = [const { AtomicU64::new(0) }; 256];

/// Which builtin layout the value has.
#[inline]
pub(crate) fn shape(obj: Obj) -> Shape {
    if pairs::is_foreign(obj) {
        return Shape::Foreign;
    }
    let key = pairs::payload_key(obj) as u64;
    // Tables are 48 bytes and aligned to 8.
    let cell = &SHAPES[(key >> 3) as usize & 0xff];
    let seen = cell.load(Ordering::Relaxed);
    let shape = if seen >> 8 == key {
        FIXED[(seen & 0xff) as usize]
    } else {
        let shape = examine(obj);
        if let Some(number) = FIXED.iter().position(|&fixed| fixed == shape) {
            cell.store(key << 8 | number as u64, Ordering::Relaxed);
        }
        shape
    };
    if shape == Shape::Int && is_bool(obj) { Shape::Bool } else { shape }
}

/// The shapes that depend on the payload's type alone.
#[rustfmt::skip]
const FIXED: [Shape; 27] = [
    Shape::Other, Shape::None, Shape::Int, Shape::Float, Shape::Complex, Shape::Str, Shape::Bytes, Shape::ByteArray,
    Shape::Tuple, Shape::List, Shape::Dict, Shape::Set, Shape::FrozenSet, Shape::Slice, Shape::Type, Shape::Module,
    Shape::Exception, Shape::Function, Shape::BoundMethod, Shape::Builtin, Shape::Code, Shape::Frame,
    Shape::Traceback, Shape::MemoryView, Shape::WeakRef, Shape::Cell, Shape::Foreign,
];

fn is_bool(obj: Obj) -> bool {
    vm(|vm| obj == lend(&vm.ctx.true_value) || obj == lend(&vm.ctx.false_value))
}

fn examine(obj: Obj) -> Shape {
    let o = object(obj);
    macro_rules! first {
        ($($payload:ty => $shape:ident;)*) => { $(if o.downcastable::<$payload>() { return Shape::$shape; })* };
    }
    first! {
        PyStr => Str; PyInt => Int; PyTuple => Tuple; PyDict => Dict; PyList => List; PyType => Type;
        PyFloat => Float; PyBytes => Bytes; PyFunction => Function; PyModule => Module; PyBoundMethod => BoundMethod;
        PySet => Set; PyFrozenSet => FrozenSet; PyComplex => Complex; PyByteArray => ByteArray; PySlice => Slice;
        PyNone => None; PyBaseException => Exception; PyCode => Code; FrameObject => Frame;
        PyTraceback => Traceback; PyMemoryView => MemoryView; PyWeak => WeakRef;
    }
    vm(|vm| by_class(obj, vm))
}

/// Payloads whose Rust types are not public have one class each.
fn by_class(obj: Obj, vm: &VirtualMachine) -> Shape {
    let class = object(obj).class();
    let types = &vm.ctx.types;
    let builtin = [
        types.builtin_function_or_method_type,
        types.method_descriptor_type,
        types.classmethod_descriptor_type,
        types.wrapper_descriptor_type,
        types.method_wrapper_type,
    ];
    if builtin.iter().any(|builtin| class.is(*builtin)) {
        return Shape::Builtin;
    }
    if &*class.name() == "cell" && class.heaptype_ext().is_none() { Shape::Cell } else { Shape::Other }
}

pub(crate) fn int_from_i64(value: i64) -> Ref {
    vm(|vm| give(vm.ctx.new_int(value)))
}

pub(crate) fn int_from_u64(value: u64) -> Ref {
    vm(|vm| give(vm.ctx.new_int(value)))
}

pub(crate) fn int_from_limbs(negative: bool, limbs: &[u64]) -> Ref {
    let bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    let value = BigInt::from_bytes_le(sign, &bytes);
    vm(|vm| give(vm.ctx.new_int(value)))
}

pub(crate) fn int_to_i64(obj: Obj) -> Option<i64> {
    i64::try_from(payload::<PyInt>(obj).as_bigint()).ok()
}

pub(crate) fn int_to_limbs(obj: Obj) -> (bool, Vec<u64>) {
    let (sign, limbs) = payload::<PyInt>(obj).as_bigint().to_u64_digits();
    (sign == Sign::Minus, limbs)
}

pub(crate) fn float(value: f64) -> Ref {
    vm(|vm| give(vm.ctx.new_float(value)))
}

pub(crate) fn float_value(obj: Obj) -> f64 {
    payload::<PyFloat>(obj).to_f64()
}

pub(crate) fn complex(real: f64, imag: f64) -> Ref {
    vm(|vm| give(vm.ctx.new_complex(Complex64::new(real, imag))))
}

pub(crate) fn complex_value(obj: Obj) -> (f64, f64) {
    let value = payload::<PyComplex>(obj).to_complex();
    (value.re, value.im)
}

pub(crate) fn str_from_wtf8(text: &[u8]) -> Ref {
    let text = match Wtf8Buf::from_bytes(text.to_vec()) {
        Ok(text) => text,
        Err(bytes) => Wtf8Buf::from(String::from_utf8_lossy(&bytes).into_owned()),
    };
    vm(|vm| give(vm.ctx.new_str(text)))
}

pub(crate) fn str_ascii(text: &[u8]) -> Ref {
    if !text.is_ascii() {
        // C wrote into a str what it had not promised.
        return str_from_wtf8(text);
    }
    // SAFETY: ASCII.
    let data = unsafe {
        let text = String::from_utf8_unchecked(text.to_vec());
        StrData::new_str_unchecked(Wtf8Buf::from(text).into_box(), StrKind::Ascii)
    };
    vm(|vm| give(vm.ctx.new_str(PyStr::from(data))))
}

pub(crate) fn str_intern(text: Obj) -> Ref {
    vm(|vm| give(vm.ctx.intern_str(payload::<PyStr>(text).as_wtf8()).to_owned()))
}

pub(crate) fn str_interned(text: Obj) -> Option<Ref> {
    vm(|vm| vm.ctx.interned_str(payload::<PyStr>(text)).map(|known| give(known.to_owned())))
}

pub(crate) fn str_text(obj: Obj) -> Text<'static> {
    let text = payload::<PyStr>(obj);
    match text.kind() {
        StrKind::Ascii => Text::Ascii(text.as_bytes()),
        StrKind::Utf8 | StrKind::Wtf8 => Text::Wtf8(text.as_bytes()),
    }
}

pub(crate) fn bytes(value: &[u8]) -> Ref {
    vm(|vm| give(vm.ctx.new_bytes(value.to_vec())))
}

pub(crate) fn bytes_value(obj: Obj) -> &'static [u8] {
    payload::<PyBytes>(obj).as_bytes()
}

pub(crate) fn bytearray(value: &[u8]) -> Ref {
    vm(|vm| give(vm.ctx.new_bytearray(value.to_vec())))
}

pub(crate) fn bytearray_value(obj: Obj) -> &'static mut [u8] {
    let (start, len) = gil::briefly(|| {
        let mut value = payload::<PyByteArray>(obj).borrow_buf_mut();
        (value.as_mut_ptr(), value.len())
    });
    // SAFETY: the model's rule: the caller uses it only until the bytearray changes.
    unsafe { core::slice::from_raw_parts_mut(start, len) }
}

pub(crate) fn bytearray_resize(obj: Obj, len: usize) -> Result<()> {
    let len = isize::try_from(len).unwrap_or(isize::MAX);
    gil::briefly(|| vm(|vm| plain(payload::<PyByteArray>(obj).resize(len, vm))))
}

/// The builtin's own slots, whatever a class that inherits from it says.
pub(crate) fn builtin_slots<T: PyPayload>(vm: &VirtualMachine) -> &'static PyTypeSlots {
    T::class(&vm.ctx).slots()
}
