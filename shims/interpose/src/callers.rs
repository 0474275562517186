//! The Python lines that are running: the one that called in, and all of them from the outermost to it. Asks the interpreter, so the
//! GIL must be held; what is set as an exception stays set.

use std::collections::HashMap;
use std::ptr;
use std::sync::Mutex;

use crate::hooks;
use crate::python::{self, Object, Python, text};

/// Of deeper stacks the outermost lines are left out.
const DEEPEST: usize = 48;
/// More different stacks than this are told by their innermost line.
const MOST_STACKS: usize = 1 << 14;

/// The Python line that called in, and the test that runs.
pub(crate) fn caller() -> String {
    let Some(python) = python::get() else { return String::new() };
    let mut place = keeping_exception(python, || python_line(python)).unwrap_or_default();
    // SAFETY: pytest writes it between tests, when no extension runs.
    let test = unsafe { libc::getenv(c"PYTEST_CURRENT_TEST".as_ptr()) };
    let test = text(test as usize);
    if !test.is_empty() {
        place.push_str(&format!(" in {test}"));
    }
    place
}

fn keeping_exception<T>(python: &Python, ask: impl FnOnce() -> T) -> T {
    let mut saved = [0_usize; 3];
    let [kind, value, trace] = &mut saved;
    // SAFETY: three variables of ours; the GIL is held.
    unsafe { (python.functions.err_fetch)(kind, value, trace) };
    let answer = ask();
    // SAFETY: gives back what was fetched.
    unsafe { (python.functions.err_restore)(saved[0], saved[1], saved[2]) };
    answer
}

fn python_line(python: &Python) -> Option<String> {
    let functions = &python.functions;
    // SAFETY: the GIL is held; the result is borrowed and lives as long as the call that runs.
    let frame = unsafe { (functions.get_frame)() };
    if frame == 0 {
        return None;
    }
    // SAFETY: a live frame.
    let line = unsafe { (functions.frame_line)(frame) };
    // SAFETY: a live frame; the result is ours.
    let code = unsafe { (functions.frame_code)(frame) };
    if code == 0 {
        return None;
    }
    let file = attribute(python, code, c"co_filename");
    // SAFETY: the reference that the frame gave.
    unsafe { (functions.decref)(code) };
    (!file.is_empty()).then(|| format!("{file}:{line}"))
}

/// An attribute that is a string.
fn attribute(python: &Python, object: Object, name: &std::ffi::CStr) -> String {
    let functions = &python.functions;
    // SAFETY: a live object and a C string; the result is ours.
    let value = unsafe { (functions.get_attribute)(object, name.as_ptr()) };
    if value == 0 {
        return String::new();
    }
    // SAFETY: a string that lives at least until it is released below.
    let bytes = unsafe { (functions.as_utf8)(value, ptr::null_mut()) };
    let found = text(bytes as usize);
    // SAFETY: the reference that the attribute gave.
    unsafe { (functions.decref)(value) };
    found
}

/// A line: number of its code object in the list, line number.
type Line = (u32, i32);

#[derive(Default)]
struct Stacks {
    /// Code objects, which are kept alive, so that an address means the same for ever.
    codes: HashMap<Object, u32>,
    /// File and function of each.
    names: Vec<(String, String)>,
    stacks: Vec<Vec<Line>>,
    index: HashMap<Vec<Line>, u32>,
}

static STACKS: Mutex<Option<Stacks>> = Mutex::new(None);

/// The number of the stack of Python lines that is running, from 1; 0: there is none.
pub(crate) fn stack(python: &Python) -> u32 {
    let lines = keeping_exception(python, || lines(python));
    let Ok(mut stacks) = STACKS.lock() else { return 0 };
    let stacks = stacks.get_or_insert_default();
    let is_full = stacks.stacks.len() >= MOST_STACKS;
    let lines = if is_full { lines.last().copied().into_iter().collect() } else { lines };
    if lines.is_empty() {
        return 0;
    }
    if let Some(known) = stacks.index.get(&lines) {
        return *known;
    }
    stacks.stacks.push(lines.clone());
    let number = stacks.stacks.len() as u32;
    stacks.index.insert(lines, number);
    number
}

/// The lines of a stack, outermost first: `file.py:12 function`.
pub(crate) fn show(number: u32) -> Vec<String> {
    let Ok(stacks) = STACKS.lock() else { return Vec::new() };
    let Some(stacks) = stacks.as_ref() else { return Vec::new() };
    let lines = number.checked_sub(1).and_then(|at| stacks.stacks.get(at as usize));
    let show = |(code, line): &Line| {
        let (file, function) = stacks.names.get(*code as usize)?;
        Some(format!("{file}:{line} {function}"))
    };
    lines.into_iter().flatten().filter_map(show).collect()
}

fn lines(python: &Python) -> Vec<Line> {
    let functions = &python.functions;
    let Some(back) = hooks::python_symbol(c"PyFrame_GetBack") else { return Vec::new() };
    // SAFETY: `PyFrameObject *PyFrame_GetBack(PyFrameObject *)` since 3.9.
    let back = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(Object) -> Object>(back) };
    // SAFETY: the GIL is held; the result is borrowed and lives as long as the call that runs.
    let mut frame = unsafe { (functions.get_frame)() };
    let mut found = Vec::new();
    let mut is_owned = false;
    while frame != 0 && found.len() < DEEPEST {
        // SAFETY: a live frame.
        let line = unsafe { (functions.frame_line)(frame) };
        // SAFETY: a live frame; the result is ours.
        let code = unsafe { (functions.frame_code)(frame) };
        found.push((code_number(python, code), line));
        // SAFETY: a live frame; the result is ours.
        let next = unsafe { back(frame) };
        if is_owned {
            // SAFETY: the reference that `PyFrame_GetBack` gave.
            unsafe { (functions.decref)(frame) };
        }
        (frame, is_owned) = (next, true);
    }
    if frame != 0 && is_owned {
        // SAFETY: as above.
        unsafe { (functions.decref)(frame) };
    }
    found.reverse();
    found
}

/// Takes over the reference to a code object.
fn code_number(python: &Python, code: Object) -> u32 {
    let known = STACKS.lock().ok().and_then(|stacks| stacks.as_ref()?.codes.get(&code).copied());
    if let Some(known) = known {
        // SAFETY: the caller's reference; the list has one of its own.
        unsafe { (python.functions.decref)(code) };
        return known;
    }
    // Nothing is locked here: the interpreter may run anything.
    let names = (attribute(python, code, c"co_filename"), attribute(python, code, c"co_name"));
    let Ok(mut stacks) = STACKS.lock() else { return 0 };
    let stacks = stacks.get_or_insert_default();
    stacks.names.push(names);
    let number = stacks.names.len() as u32 - 1;
    stacks.codes.insert(code, number);
    number
}
