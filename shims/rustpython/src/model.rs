//! The object model of RustPython: which function of this crate does what. No logic here.

use pilotage_abi::PyObject;
use pilotage_shim::model::{
    Binary, CodePlace, Compare, Export, NewType, Obj, ObjectModel, Ref, Result, Saved, Shape, SlotSet, Text,
    Unary,
};

use crate::objects::{lend, object, owned, take, vm};
use crate::{buffers, containers, contexts, foreign, frames, gil, pairs, protocols, threads, types, values};

/// RustPython behind the C-API.
#[derive(Debug)]
pub(crate) struct RustPython;

impl ObjectModel for RustPython {
    fn retain(&self, obj: Obj) {
        core::mem::forget(owned(obj));
    }

    fn release(&self, obj: Obj) {
        let object = take(Ref::from_owned(obj));
        if object.strong_count() > 1 {
            drop(object);
        } else {
            // The last one: code may run.
            gil::briefly(|| drop(object));
        }
    }

    fn strong_count(&self, obj: Obj) -> usize {
        object(obj).strong_count()
    }

    fn body(&self, obj: Obj) -> *mut PyObject {
        pairs::body(obj)
    }

    fn pair(&self, obj: Obj, body: *mut PyObject) {
        pairs::pair(obj, body);
    }

    fn unpair(&self, obj: Obj) {
        pairs::unpair(obj);
    }

    fn shape(&self, obj: Obj) -> Shape {
        values::shape(obj)
    }

    fn class(&self, obj: Obj) -> Obj {
        types::class_of(obj)
    }

    fn is_subtype(&self, class: Obj, base: Obj) -> bool {
        protocols::is_subtype(class, base)
    }

    fn none(&self) -> Obj {
        vm(|vm| lend(&vm.ctx.none))
    }

    fn boolean(&self, value: bool) -> Obj {
        vm(|vm| if value { lend(&vm.ctx.true_value) } else { lend(&vm.ctx.false_value) })
    }

    fn ellipsis(&self) -> Obj {
        vm(|vm| lend(&vm.ctx.ellipsis))
    }

    fn not_implemented(&self) -> Obj {
        vm(|vm| lend(&vm.ctx.not_implemented))
    }

    fn int_from_i64(&self, value: i64) -> Ref {
        values::int_from_i64(value)
    }

    fn int_from_u64(&self, value: u64) -> Ref {
        values::int_from_u64(value)
    }

    fn int_from_limbs(&self, negative: bool, limbs: &[u64]) -> Ref {
        values::int_from_limbs(negative, limbs)
    }

    fn int_to_i64(&self, obj: Obj) -> Option<i64> {
        values::int_to_i64(obj)
    }

    fn int_to_limbs(&self, obj: Obj) -> (bool, Vec<u64>) {
        values::int_to_limbs(obj)
    }

    fn float(&self, value: f64) -> Ref {
        values::float(value)
    }

    fn float_value(&self, obj: Obj) -> f64 {
        values::float_value(obj)
    }

    fn complex(&self, real: f64, imag: f64) -> Ref {
        values::complex(real, imag)
    }

    fn complex_value(&self, obj: Obj) -> (f64, f64) {
        values::complex_value(obj)
    }

    fn str_from_wtf8(&self, text: &[u8]) -> Ref {
        values::str_from_wtf8(text)
    }

    fn str_ascii(&self, text: &[u8]) -> Ref {
        values::str_ascii(text)
    }

    fn str_intern(&self, text: Obj) -> Ref {
        values::str_intern(text)
    }

    fn str_interned(&self, text: Obj) -> Option<Ref> {
        values::str_interned(text)
    }

    fn str_text(&self, obj: Obj) -> Text<'static> {
        values::str_text(obj)
    }

    fn bytes(&self, value: &[u8]) -> Ref {
        values::bytes(value)
    }

    fn bytes_value(&self, obj: Obj) -> &'static [u8] {
        values::bytes_value(obj)
    }

    fn bytearray(&self, value: &[u8]) -> Ref {
        values::bytearray(value)
    }

    fn bytearray_value(&self, obj: Obj) -> &'static mut [u8] {
        values::bytearray_value(obj)
    }

    fn bytearray_resize(&self, obj: Obj, len: usize) -> Result<()> {
        values::bytearray_resize(obj, len)
    }

    fn tuple(&self, items: Vec<Ref>) -> Ref {
        containers::tuple(items)
    }

    fn tuple_items(&self, obj: Obj) -> &'static [Obj] {
        containers::tuple_items(obj)
    }

    fn list(&self, items: Vec<Ref>) -> Ref {
        containers::list(items)
    }

    fn list_items(&self, obj: Obj) -> &'static [Obj] {
        containers::list_items(obj)
    }

    fn list_snapshot(&self, obj: Obj) -> Option<Vec<Ref>> {
        containers::list_snapshot(obj)
    }

    fn list_set(&self, obj: Obj, index: usize, item: Ref) {
        containers::list_set(obj, index, item);
    }

    fn list_append(&self, obj: Obj, item: Ref) {
        containers::list_append(obj, item);
    }

    fn list_insert(&self, obj: Obj, index: usize, item: Ref) {
        containers::list_insert(obj, index, item);
    }

    fn dict(&self) -> Ref {
        containers::dict()
    }

    fn dict_len(&self, obj: Obj) -> usize {
        containers::dict_len(obj)
    }

    fn dict_get(&self, obj: Obj, key: Obj) -> Result<Option<Ref>> {
        containers::dict_get(obj, key)
    }

    fn dict_set(&self, obj: Obj, key: Obj, value: Obj) -> Result<()> {
        containers::dict_set(obj, key, value)
    }

    fn dict_fill(&self, obj: Obj, key: Ref, value: Ref) {
        containers::dict_fill(obj, key, value);
    }

    fn dict_del(&self, obj: Obj, key: Obj) -> Result<bool> {
        containers::dict_del(obj, key)
    }

    fn dict_clear(&self, obj: Obj) {
        containers::dict_clear(obj);
    }

    fn dict_walk(&self, obj: Obj, entries: &mut Vec<Obj>) -> bool {
        containers::dict_walk(obj, entries)
    }

    fn dict_next(&self, obj: Obj, pos: &mut usize) -> Option<(Ref, Ref)> {
        containers::dict_next(obj, pos)
    }

    fn set(&self, frozen: bool, items: Option<Obj>) -> Result<Ref> {
        containers::set(frozen, items)
    }

    fn set_len(&self, obj: Obj) -> usize {
        containers::set_len(obj)
    }

    fn set_add(&self, obj: Obj, item: Obj) -> Result<()> {
        containers::set_add(obj, item)
    }

    fn slice(&self, start: Obj, stop: Obj, step: Obj) -> Ref {
        containers::slice(start, stop, step)
    }

    fn slice_parts(&self, obj: Obj) -> (Ref, Ref, Ref) {
        containers::slice_parts(obj)
    }

    fn getattr(&self, obj: Obj, name: Obj) -> Result {
        protocols::getattr(obj, name)
    }

    fn getattr_opt(&self, obj: Obj, name: Obj) -> Result<Option<Ref>> {
        protocols::getattr_opt(obj, name)
    }

    fn setattr(&self, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()> {
        protocols::setattr(obj, name, value)
    }

    fn generic_getattr(&self, obj: Obj, name: Obj) -> Result<Option<Ref>> {
        protocols::generic_getattr(obj, name)
    }

    fn generic_setattr(&self, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()> {
        protocols::generic_setattr(obj, name, value)
    }

    fn setattr_as(&self, class: Obj, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()> {
        protocols::setattr_as(class, obj, name, value)
    }

    fn instance_dict(&self, obj: Obj) -> Option<Ref> {
        protocols::instance_dict(obj)
    }

    fn call(&self, callable: Obj, args: &[Obj], names: &[Obj]) -> Result {
        protocols::call(callable, args, names)
    }

    fn unary(&self, op: Unary, a: Obj) -> Result {
        protocols::unary(op, a)
    }

    fn binary(&self, op: Binary, a: Obj, b: Obj) -> Result {
        protocols::binary(op, a, b)
    }

    fn inplace(&self, op: Binary, a: Obj, b: Obj) -> Result {
        protocols::inplace(op, a, b)
    }

    fn power(&self, a: Obj, b: Obj, c: Obj) -> Result {
        protocols::power(a, b, c)
    }

    fn inplace_power(&self, a: Obj, b: Obj) -> Result {
        protocols::inplace_power(a, b)
    }

    fn compare(&self, a: Obj, b: Obj, op: Compare) -> Result {
        protocols::compare(a, b, op)
    }

    fn truth(&self, a: Obj) -> Result<bool> {
        protocols::truth(a)
    }

    fn hash(&self, a: Obj) -> Result<i64> {
        protocols::hash(a)
    }

    fn len(&self, a: Obj) -> Result<usize> {
        protocols::len(a)
    }

    fn getitem(&self, a: Obj, key: Obj) -> Result {
        protocols::getitem(a, key)
    }

    fn setitem(&self, a: Obj, key: Obj, value: Obj) -> Result<()> {
        protocols::setitem(a, key, value)
    }

    fn delitem(&self, a: Obj, key: Obj) -> Result<()> {
        protocols::delitem(a, key)
    }

    fn contains(&self, a: Obj, item: Obj) -> Result<bool> {
        protocols::contains(a, item)
    }

    fn iter(&self, a: Obj) -> Result {
        protocols::iter(a)
    }

    fn next(&self, iterator: Obj) -> Result<Option<Ref>> {
        protocols::next(iterator)
    }

    fn repr(&self, a: Obj) -> Result {
        protocols::repr(a)
    }

    fn str(&self, a: Obj) -> Result {
        protocols::str(a)
    }

    fn index(&self, a: Obj) -> Result {
        protocols::index(a)
    }

    fn isinstance(&self, a: Obj, class: Obj) -> Result<bool> {
        protocols::isinstance(a, class)
    }

    fn issubclass(&self, a: Obj, class: Obj) -> Result<bool> {
        protocols::issubclass(a, class)
    }

    fn is_callable(&self, a: Obj) -> bool {
        protocols::is_callable(a)
    }

    fn new_type(&self, spec: &NewType<'_>) -> Result {
        types::new_type(spec)
    }

    fn type_set(&self, class: Obj, name: Obj, value: Obj) {
        types::type_set(class, name, value);
    }

    fn type_own(&self, class: Obj, name: Obj) -> Option<Ref> {
        types::type_own(class, name)
    }

    fn type_lookup(&self, class: Obj, name: Obj) -> Option<Ref> {
        types::type_lookup(class, name)
    }

    fn type_names(&self, class: Obj) -> Vec<Ref> {
        types::type_names(class)
    }

    fn type_base(&self, class: Obj) -> Option<Ref> {
        types::type_base(class)
    }

    fn type_bases(&self, class: Obj) -> Ref {
        types::type_bases(class)
    }

    fn type_mro(&self, class: Obj) -> Vec<Ref> {
        types::type_mro(class)
    }

    fn type_name(&self, class: Obj) -> String {
        types::type_name(class)
    }

    fn type_has_dict(&self, class: Obj) -> bool {
        types::type_has_dict(class)
    }

    fn type_has_weakrefs(&self, class: Obj) -> bool {
        types::type_has_weakrefs(class)
    }

    fn type_is_base(&self, class: Obj) -> bool {
        types::type_is_base(class)
    }

    fn type_is_heap(&self, class: Obj) -> bool {
        types::type_is_heap(class)
    }

    fn type_slots_changed(&self, class: Obj, slots: SlotSet) {
        types::type_slots_changed(class, slots);
    }

    fn type_freeze(&self, class: Obj) {
        types::type_freeze(class);
    }

    fn foreign(&self, class: Obj) -> Result {
        foreign::instance(class)
    }

    fn construct(&self, base: Obj, class: Obj, args: &[Obj], names: &[Obj]) -> Result {
        types::construct(base, class, args, names)
    }

    fn handled(&self) -> Option<Ref> {
        frames::handled()
    }

    fn set_handled(&self, exception: Option<Ref>) {
        frames::set_handled(exception);
    }

    fn add_traceback(&self, exception: Obj, place: CodePlace<'_>) {
        frames::add_traceback(exception, place);
    }

    fn code_stub(&self, place: CodePlace<'_>) -> Ref {
        frames::code_stub(place)
    }

    fn frame_globals(&self) -> Option<Ref> {
        frames::frame_globals()
    }

    fn frame_locals(&self) -> Option<Ref> {
        frames::frame_locals()
    }

    fn frame(&self) -> Option<Ref> {
        frames::frame()
    }

    fn enter_recursion(&self, whence: &str) -> Result<()> {
        frames::enter_recursion(whence)
    }

    fn leave_recursion(&self) {}

    fn enter_context(&self, context: Obj) -> Result<()> {
        contexts::enter(context)
    }

    fn exit_context(&self, context: Obj) -> Result<()> {
        contexts::exit(context)
    }

    fn module(&self, name: &str) -> Ref {
        containers::module(name)
    }

    fn module_dict(&self, module: Obj) -> Ref {
        containers::module_dict(module)
    }

    fn import(&self, name: &str) -> Result {
        protocols::import(name)
    }

    fn weakref(&self, obj: Obj, callback: Option<Obj>) -> Result {
        containers::weakref(obj, callback)
    }

    fn weakref_target(&self, weakref: Obj) -> Option<Ref> {
        containers::weakref_target(weakref)
    }

    fn buffer(&self, obj: Obj) -> Result<Export> {
        buffers::export(obj)
    }

    fn buffer_release(&self, export: usize) {
        buffers::release(export);
    }

    fn save_thread(&self) -> Saved {
        threads::save()
    }

    fn restore_thread(&self, saved: Saved) {
        threads::restore(saved);
    }

    fn ensure_thread(&self) -> bool {
        threads::ensure()
    }

    fn release_thread(&self) {
        threads::release();
    }

    fn is_attached(&self) -> bool {
        threads::is_attached()
    }

    fn check_signals(&self) -> Result<()> {
        threads::check_signals()
    }

    fn is_finalizing(&self) -> bool {
        threads::is_finalizing()
    }

    fn collect(&self) -> usize {
        threads::collect()
    }
}
