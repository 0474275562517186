//! `--coverage`: counts each call of the API by its place, and its failures. Which calls there are is read from the library's file
//! afterwards, by `pilotage check`; here only those are known that took place.

use std::fs::OpenOptions;
use std::process::Command;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::{process, ptr};

use pilotage_capi::Fails;
use pilotage_ledger::SiteTable;

use crate::python::Python;
use crate::slot::{Call, Slot};
use crate::thunk::{Frame, Side};
use crate::{calls, extension, record, settings, thread, thunk};

/// The counts; null when nobody wants them.
static TABLE: AtomicPtr<SiteTable> = AtomicPtr::new(ptr::null_mut());

/// Calls are counted in a new file.
pub(crate) fn begin() {
    TABLE.store(ptr::null_mut(), Ordering::Relaxed);
    if !settings::get().is_some_and(|it| it.coverage) {
        return;
    }
    let Some(folder) = record::folder() else { return };
    let path = folder.join(format!("{}.coverage", process::id()));
    let file = OpenOptions::new().create(true).truncate(true).read(true).write(true).open(path);
    let bytes = size_of::<SiteTable>();
    let Ok(file) = file.and_then(|file| file.set_len(bytes as u64).map(|()| file)) else { return };
    let descriptor = std::os::fd::AsRawFd::as_raw_fd(&file);
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a new mapping of a file of that length, which is ours.
    let memory = unsafe { libc::mmap(ptr::null_mut(), bytes, access, libc::MAP_SHARED, descriptor, 0) };
    if memory != libc::MAP_FAILED {
        TABLE.store(memory.cast(), Ordering::Relaxed);
    }
    write_libraries();
}

/// Where the watched libraries lie in this process.
pub(crate) fn write_libraries() {
    let Some(folder) = record::folder().filter(|_| is_on()) else { return };
    let lines: String = extension::all().iter().map(|(path, base)| format!("{base:x} {path}\n")).collect();
    // There is nobody to tell that it failed.
    let _ = std::fs::write(folder.join(format!("{}.libraries", process::id())), lines);
}

/// Somebody wants to know.
#[inline]
pub(crate) fn is_on() -> bool {
    !TABLE.load(Ordering::Relaxed).is_null()
}

/// A call came back.
#[inline]
pub(crate) fn returned(frame: &Frame, call: &Call, python: &Python) {
    if is_on() && call.named {
        let failed = calls::has_failed(call, frame.result[0]) && is_told(call, frame.result[0], python);
        count(frame, call, failed);
    }
}

/// A call did not take place, and its caller was told that it failed.
pub(crate) fn failed(frame: &Frame, call: &Call) {
    if is_on() && call.named {
        count(frame, call, true);
    }
}

fn count(frame: &Frame, call: &Call, failed: bool) {
    // SAFETY: null, or mapped for ever; plain numbers, of which any value is valid.
    if let Some(table) = unsafe { TABLE.load(Ordering::Relaxed).as_mut() } {
        table.count(frame.pc as u64, call.number, failed);
    }
}

/// Where the value alone does not say it, there must be an exception.
fn is_told(call: &Call, result: usize, python: &Python) -> bool {
    let is_open = match call.item.fails {
        Fails::MinusOneAndOccurred => true,
        Fails::NullOrAbsent => result == 0,
        _ => false,
    };
    // Without the GIL there is none to ask for.
    !is_open || !thread::current().released && python.has_exception()
}

/// For `--memory`, too: a tail call leaves no address behind: such jumps get a thunk each, which knows its place. `pilotage` itself reads the code.
pub(crate) fn mark_tail_calls(path: &str, base: usize, number: u32) {
    let Some(program) =
        settings::get().filter(|it| it.coverage || it.memory).and_then(|it| it.program.as_ref())
    else {
        return;
    };
    let mut command = Command::new(program);
    command.arg("__tails").arg(path);
    for (name, _) in std::env::vars_os() {
        let is_ours = name == "LD_PRELOAD" || name.to_string_lossy().starts_with("PILOTAGE_CHECK_");
        if is_ours {
            command.env_remove(name);
        }
    }
    let Ok(output) = command.output() else { return };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        mark(line, base, number);
    }
}

/// `OFFSET LENGTH NAME` in hexadecimal: a jump, its bytes, the function that it goes to.
fn mark(line: &str, base: usize, number: u32) -> Option<()> {
    let mut words = line.split(' ');
    let at = base + usize::from_str_radix(words.next()?, 16).ok()?;
    let length = usize::from_str_radix(words.next()?, 16).ok()?;
    let item = pilotage_capi::get(words.next()?)?;
    let name = std::ffi::CString::new(item.name).ok()?;
    let real = crate::hooks::python_symbol(&name)?;
    let slot = Slot::direct(item, extension::number_of(item), real, number, true, at + length);
    let thunk = thunk::make(slot, Side::Call);
    let distance = i32::try_from(thunk as i64 - (at + length) as i64).ok().filter(|_| thunk != 0)?;
    // SAFETY: code of a library that is loaded.
    let first = unsafe { *(at as *const u8) };
    match (first, length) {
        // `jmp`, and `j..` with the condition in its second byte.
        (0xe9, 5) | (0x0f, 6) => extension::write_code(at + length - 4, &distance.to_le_bytes()),
        // `jmp [rip + distance]` becomes `nop; jmp`.
        (0xff, 6) => {
            let mut bytes = [0x90, 0xe9, 0, 0, 0, 0];
            bytes[2..].copy_from_slice(&distance.to_le_bytes());
            extension::write_code(at, &bytes);
        }
        _ => {}
    }
    Some(())
}
