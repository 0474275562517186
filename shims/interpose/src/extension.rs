//! The libraries of the process: which are watched, where their code and data lie, and their relocations, which are
//! redirected before any function of the library runs.

use std::collections::{HashMap, HashSet};
use std::ffi::{CStr, CString, c_int, c_void};
use std::sync::{Arc, Mutex, RwLock};

use pilotage_capi::Kind;

use crate::entries;
use crate::python::{self, text};
use crate::record;
use crate::settings::Suspects;
use crate::slot::{Gives, Shape, Slot};
use crate::{alive, coverage, crash, deaths, hooks, indirect, memory, settings, traps};

/// A watched library.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    /// Its file.
    pub(crate) path: String,
    /// What its addresses are relative to.
    pub(crate) base: usize,
    code: Vec<(usize, usize)>,
    data: Vec<(usize, usize)>,
    protected: Option<(usize, usize)>,
    /// Functions whose addresses its code takes, other than to store them: it may compare slots with them.
    taken: Arc<HashMap<usize, Vec<usize>>>,
}

static WATCHED: RwLock<Vec<Extension>> = RwLock::new(Vec::new());
/// Load addresses that were looked at.
static SEEN: Mutex<Vec<usize>> = Mutex::new(Vec::new());
/// Thunks of API functions, with what they stand for.
static CALLS: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);

const PAGE: usize = 4096;

/// What `dl_iterate_phdr` says of a library.
struct Loaded {
    path: String,
    base: usize,
    headers: Vec<libc::Elf64_Phdr>,
}

/// Looks at libraries that have been loaded since the last time.
pub(crate) fn look_at_loaded() {
    let Some(settings) = settings::get() else { return };
    for loaded in new_libraries() {
        if loaded.path.is_empty() {
            continue;
        }
        let path = std::fs::canonicalize(&loaded.path).map(|path| path.to_string_lossy().into_owned());
        let path = path.unwrap_or_else(|_| loaded.path.clone());
        if settings.wants(&path) {
            watch(Loaded { path, ..loaded });
        }
    }
}

fn watch(loaded: Loaded) {
    let Some(tables) = Tables::read(&loaded) else { return };
    if !tables.imports_python() {
        return;
    }
    match python::find() {
        Ok(_) => {}
        Err("") => return,
        Err(why) => return record::problem(&loaded.path, why),
    }
    prepare_process();
    let extension = Extension::new(&loaded);
    let number = {
        let Ok(mut watched) = WATCHED.write() else { return };
        watched.push(extension.clone());
        watched.len() as u32 - 1
    };
    let redirected = tables.redirect(&extension, number);
    traps::arm(&extension.path, extension.base);
    coverage::write_libraries();
    coverage::mark_tail_calls(&extension.path, extension.base, number);
    record::watched(&extension.path, extension.base, redirected);
}

/// Once per process, before the first extension is watched.
fn prepare_process() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let Some(python) = python::get() else { return };
        record::begin(python);
        crash::install();
        traps::begin(settings::get().and_then(|it| it.confirm.as_ref()).map_or(0, Suspects::len));
        // SAFETY: the interpreter runs: it is what loads the library.
        let state = unsafe { (python.functions.gil_ensure)() };
        if settings::has_ledger() {
            deaths::install(python);
        }
        alive::begin(python);
        // SAFETY: the state that the call above returned.
        unsafe { (python.functions.gil_release)(state) };
    });
}

/// Watched libraries, as path and address.
pub(crate) fn all() -> Vec<(String, usize)> {
    let Ok(watched) = WATCHED.read() else { return Vec::new() };
    watched.iter().map(|it| (it.path.clone(), it.base)).collect()
}

/// The same, for a new file of results.
pub(crate) fn tell_watched() {
    all().iter().for_each(|(path, base)| record::watched(path, *base, 0));
}

/// The number of the watched library whose code this address is in.
pub(crate) fn of_code(address: usize) -> Option<u32> {
    let watched = WATCHED.read().ok()?;
    let has = |it: &Extension| it.code.iter().any(|(from, to)| (*from..*to).contains(&address));
    watched.iter().position(has).map(|at| at as u32)
}

/// A watched library.
pub(crate) fn get(number: u32) -> Option<Extension> {
    WATCHED.read().ok()?.get(number as usize).cloned()
}

/// The file that holds an address of code, and the address in its numbering.
pub(crate) fn locate(address: usize) -> Option<(String, u64)> {
    let number = of_code(address)?;
    let extension = get(number)?;
    Some((extension.path, (address - extension.base) as u64))
}

/// Code of the library that this function is in takes its address.
pub(crate) fn is_taken(function: usize) -> bool {
    of_code(function).and_then(get).is_some_and(|it| it.taken.contains_key(&function))
}

/// Code that takes the address of `function` gets `thunk` from now on, everywhere in its library; false when the thunk is too far
/// away for that, and nothing has changed.
pub(crate) fn retarget(function: usize, thunk: usize) -> bool {
    let Some(extension) = of_code(function).and_then(get) else { return false };
    let Some(places) = extension.taken.get(&function) else { return true };
    let distance = |place: &usize| i32::try_from(thunk as i64 - (*place as i64 + 7)).ok();
    let Some(distances) = places.iter().map(distance).collect::<Option<Vec<i32>>>() else { return false };
    for (place, distance) in places.iter().zip(distances) {
        // The distance is behind three bytes of instruction.
        write_code(place + 3, &distance.to_le_bytes());
    }
    true
}

/// The writable data of all watched libraries.
pub(crate) fn data() -> Vec<(usize, usize)> {
    let Ok(watched) = WATCHED.read() else { return Vec::new() };
    watched.iter().flat_map(|it| it.data.iter().map(|(from, to)| (*from, to - from))).collect()
}

/// It is writable data of a watched library.
pub(crate) fn is_data(address: usize) -> bool {
    let has = |it: &Extension| it.data.iter().any(|(from, to)| (*from..*to).contains(&address));
    WATCHED.read().is_ok_and(|watched| watched.iter().any(has))
}

/// The function of the API that a thunk stands for.
pub(crate) fn original_of_call(thunk: usize) -> Option<usize> {
    CALLS.lock().ok()?.as_ref()?.get(&thunk).copied()
}

/// The thunk for the init function of a watched library; 0 for others.
pub(crate) fn init_thunk(original: usize, name: &CStr) -> usize {
    let Some(number) = of_code(original) else { return 0 };
    let label = name.to_string_lossy().into_owned();
    entries::thunk(original, number, Shape::Objects(0), Gives::Object, &label)
}

/// Writes a pointer, also where the loader has made memory read-only.
pub(crate) fn write_pointer(address: usize, value: usize) {
    let is_protected = WATCHED.read().is_ok_and(|watched| {
        let within = |it: &Extension| it.protected.is_some_and(|(from, to)| (from..to).contains(&address));
        watched.iter().any(within)
    });
    if !is_protected {
        return python::set_word(address, value);
    }
    if protect(address, libc::PROT_READ | libc::PROT_WRITE) {
        python::set_word(address, value);
        protect(address, libc::PROT_READ);
    }
}

/// Writes a few bytes of code.
pub(crate) fn write_code(address: usize, bytes: &[u8]) {
    // The page stays executable: other threads may be running in it.
    if protect(address, libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC) {
        // SAFETY: pages of code that have just been made writable.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, bytes.len()) };
        protect(address, libc::PROT_READ | libc::PROT_EXEC);
    }
}

/// The segments of the library or program whose code an address lies in: those with this flag, 0 for all.
pub(crate) fn segments_around(address: usize, flag: u32) -> Vec<(usize, usize)> {
    let mut all: Vec<Loaded> = Vec::new();
    // SAFETY: the callback gets the address of `all`, and is called during this call only.
    unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut all).cast()) };
    let has = |segments: &[(usize, usize)]| segments.iter().any(|(from, to)| (*from..*to).contains(&address));
    let found = all.iter().find(|loaded| has(&Extension::segments(loaded, libc::PF_X)));
    found.map(|loaded| Extension::segments(loaded, flag)).unwrap_or_default()
}

/// The library that this code is in imports functions of the API.
pub(crate) fn uses_python(address: usize) -> bool {
    static KNOWN: Mutex<Vec<(usize, usize, bool)>> = Mutex::new(Vec::new());
    let Ok(mut known) = KNOWN.lock() else { return false };
    if let Some(found) = known.iter().find(|(from, to, _)| (*from..*to).contains(&address)) {
        return found.2;
    }
    let mut all: Vec<Loaded> = Vec::new();
    // SAFETY: the callback gets the address of `all`, and is called during this call only.
    unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut all).cast()) };
    for loaded in all {
        let code = Extension::segments(&loaded, libc::PF_X);
        if let Some((from, to)) = code.into_iter().find(|(from, to)| (*from..*to).contains(&address)) {
            // The kernel's own library has tables of another kind.
            let is_file = !loaded.path.is_empty() && loaded.path.contains('/');
            let uses = is_file && Tables::read(&loaded).is_some_and(|tables| tables.imports_python());
            known.push((from, to, uses));
            return uses;
        }
    }
    false
}

fn protect(address: usize, how: c_int) -> bool {
    let page = address & !(PAGE - 1);
    let length = (address + 8).next_multiple_of(PAGE) - page;
    // SAFETY: a page of a library's data, which stays readable.
    unsafe { libc::mprotect(page as *mut c_void, length, how) == 0 }
}

fn new_libraries() -> Vec<Loaded> {
    let mut all: Vec<Loaded> = Vec::new();
    // SAFETY: the callback gets the address of `all`, and is called during this call only.
    unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut all).cast()) };
    let Ok(mut seen) = SEEN.lock() else { return Vec::new() };
    all.retain(|loaded| {
        let is_new = !seen.contains(&loaded.base);
        if is_new {
            seen.push(loaded.base);
        }
        is_new
    });
    all
}

unsafe extern "C" fn collect(info: *mut libc::dl_phdr_info, _size: usize, data: *mut c_void) -> c_int {
    // SAFETY: `data` is the vector of `new_libraries`.
    let all = unsafe { &mut *data.cast::<Vec<Loaded>>() };
    // SAFETY: the loader passes a filled struct.
    let info = unsafe { &*info };
    let count = usize::from(info.dlpi_phnum);
    if info.dlpi_phdr.is_null() || count == 0 {
        return 0;
    }
    // SAFETY: so many program headers lie there, as long as the library is loaded.
    let headers = unsafe { std::slice::from_raw_parts(info.dlpi_phdr, count) };
    all.push(Loaded {
        path: text(info.dlpi_name as usize),
        base: info.dlpi_addr as usize,
        headers: headers.to_vec(),
    });
    0
}

impl Extension {
    fn segments(loaded: &Loaded, flag: u32) -> Vec<(usize, usize)> {
        let has = |header: &&libc::Elf64_Phdr| {
            header.p_type == libc::PT_LOAD && (flag == 0 || header.p_flags & flag != 0)
        };
        let start = |header: &libc::Elf64_Phdr| loaded.base + header.p_vaddr as usize;
        let range = |header| (start(header), start(header) + header.p_memsz as usize);
        loaded.headers.iter().filter(has).map(range).collect()
    }

    fn new(loaded: &Loaded) -> Extension {
        let range = |header: &libc::Elf64_Phdr| {
            let start = loaded.base + header.p_vaddr as usize;
            (start, start + header.p_memsz as usize)
        };
        let protected = loaded.headers.iter().find(|header| header.p_type == libc::PT_GNU_RELRO).map(range);
        let code = Extension::segments(loaded, libc::PF_X);
        Extension {
            path: loaded.path.clone(),
            base: loaded.base,
            taken: Arc::new(addresses_taken(&code)),
            code,
            data: Extension::segments(loaded, libc::PF_W),
            protected: protected.map(|(from, to)| (from & !(PAGE - 1), to.next_multiple_of(PAGE))),
        }
    }
}

/// Targets of `lea register, [rip + distance]` that lie in the code itself, unless the address goes to memory at once, as into
/// a table. What only looks like that instruction adds an address that nobody asks for.
fn addresses_taken(code: &[(usize, usize)]) -> HashMap<usize, Vec<usize>> {
    let mut taken: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in code {
        // SAFETY: a segment of a library that is loaded and readable.
        let bytes = unsafe { std::slice::from_raw_parts(*from as *const u8, to - from) };
        for (at, window) in bytes.windows(7).enumerate() {
            let [rex @ (0x48 | 0x4c), 0x8d, mode, distance @ ..] = window else { continue };
            if mode & 0xc7 != 0x05 {
                continue;
            }
            let distance = i32::from_le_bytes([distance[0], distance[1], distance[2], distance[3]]);
            let target = (from + at + 7).wrapping_add_signed(distance as isize);
            let register = mode >> 3 & 7 | (rex >> 2 & 1) << 3;
            let rest = bytes.get(at + 7..).unwrap_or_default();
            if code.iter().any(|(from, to)| (*from..*to).contains(&target)) && !is_stored(register, rest) {
                taken.entry(target).or_default().push(from + at);
            }
        }
    }
    taken
}

/// Functions that stand in slots of types, where others look for them by comparing addresses.
const SLOT_FUNCTIONS: [&str; 11] = [
    "PyObject_Free",
    "PyObject_GC_Del",
    "PyObject_GenericGetAttr",
    "PyObject_GenericHash",
    "PyObject_GenericSetAttr",
    "PyObject_HashNotImplemented",
    "PyObject_SelfIter",
    "PyType_GenericAlloc",
    "PyType_GenericNew",
    "PyVectorcall_Call",
    "_PyObject_NextNotImplemented",
];

/// Words that code reads or compares, other than to call what they point to: operands `[rip + distance]` of `mov` and `cmp`.
fn places_read(code: &[(usize, usize)]) -> HashSet<usize> {
    let mut places = HashSet::new();
    for (from, to) in code {
        // SAFETY: a segment of a library that is loaded and readable.
        let bytes = unsafe { std::slice::from_raw_parts(*from as *const u8, to - from) };
        for (at, window) in bytes.windows(7).enumerate() {
            let [0x48 | 0x4c, 0x8b | 0x3b | 0x39, mode, distance @ ..] = window else { continue };
            if mode & 0xc7 == 0x05 {
                let distance = i32::from_le_bytes([distance[0], distance[1], distance[2], distance[3]]);
                places.insert((from + at + 7).wrapping_add_signed(distance as isize));
            }
        }
    }
    places
}

/// Soon after, the register goes to memory (`mov [...], register`), or into a vector that is on its way there.
fn is_stored(register: u8, code: &[u8]) -> bool {
    const NEAR: usize = 48;
    let near = code.get(..NEAR.min(code.len())).unwrap_or_default();
    near.windows(5).any(|window| {
        let [first, second, third, fourth, fifth] = [window[0], window[1], window[2], window[3], window[4]];
        let source = |rex: u8, mode: u8| mode >> 3 & 7 | (rex >> 2 & 1) << 3;
        let is_store =
            first & 0xf8 == 0x48 && second == 0x89 && third >> 6 != 3 && source(first, third) == register;
        let from = fifth & 7 | (second & 1) << 3;
        let is_vector = first == 0x66
            && second & 0xf8 == 0x48
            && third == 0x0f
            && fourth == 0x6e
            && fifth >> 6 == 3
            && from == register;
        is_store || is_vector
    })
}

/// The tables of a library's dynamic section.
struct Tables {
    base: usize,
    symbols: usize,
    strings: usize,
    relocations: Vec<(usize, usize)>,
}

struct Relocation {
    place: usize,
    kind: u32,
    symbol: usize,
}

const GLOB_DAT: u32 = 6;
const JUMP_SLOT: u32 = 7;

impl Tables {
    fn read(loaded: &Loaded) -> Option<Tables> {
        let dynamic = loaded.headers.iter().find(|header| header.p_type == libc::PT_DYNAMIC)?;
        let mut at = loaded.base + dynamic.p_vaddr as usize;
        let mut entries: HashMap<usize, usize> = HashMap::new();
        while python::word(at) != 0 {
            entries.insert(python::word(at), python::word(at + 8));
            at += 16;
        }
        // glibc stores addresses here, other loaders offsets.
        let address = |tag: usize| {
            let value = *entries.get(&tag)?;
            Some(if value < loaded.base { value + loaded.base } else { value })
        };
        let size = |tag: usize| entries.get(&tag).copied().unwrap_or(0);
        let relocations = [(7, 8), (23, 2)];
        let relocations = relocations.iter().filter_map(|(at, bytes)| Some((address(*at)?, size(*bytes))));
        Some(Tables {
            base: loaded.base,
            symbols: address(6)?,
            strings: address(5)?,
            relocations: relocations.collect(),
        })
    }

    fn relocations(&self) -> impl Iterator<Item = Relocation> + '_ {
        self.relocations.iter().flat_map(|(start, size)| {
            (*start..start + size).step_by(24).map(|at| {
                let info = python::word(at + 8);
                Relocation { place: self.base + python::word(at), kind: info as u32, symbol: info >> 32 }
            })
        })
    }

    /// Name of a symbol that is defined elsewhere.
    fn import(&self, relocation: &Relocation) -> Option<String> {
        if !matches!(relocation.kind, GLOB_DAT | JUMP_SLOT) || relocation.symbol == 0 {
            return None;
        }
        let symbol = self.symbols + relocation.symbol * 24;
        let first = python::word(symbol);
        let section = first >> 48;
        (section == 0).then(|| text(self.strings + (first & 0xffff_ffff)))
    }

    fn imports_python(&self) -> bool {
        let mut names = self.relocations().filter_map(|relocation| self.import(&relocation));
        names.any(|name| name.starts_with("Py") || name.starts_with("_Py"))
    }

    /// Puts thunks in the place of functions of the API. What somebody else has put there stays.
    fn redirect(&self, extension: &Extension, number: u32) -> u32 {
        let mut made: HashMap<String, usize> = HashMap::new();
        let mut redirected = 0;
        let read = places_read(&extension.code);
        for relocation in self.relocations() {
            let Some(name) = self.import(&relocation) else { continue };
            if SLOT_FUNCTIONS.contains(&name.as_str()) && read.contains(&relocation.place) {
                // The code compares it with slots of the interpreter's types, or fills its own with it.
                continue;
            }
            let now = python::word(relocation.place);
            let is_lazy = extension.code.iter().any(|(from, to)| (*from..*to).contains(&now));
            let c_name = CString::new(name.as_str()).ok();
            let Some(real) = c_name.and_then(|name| real_address(&name, now, is_lazy)) else { continue };
            let thunk = *made.entry(name).or_insert_with_key(|name| replacement(name, real, number));
            if thunk != 0 {
                write_pointer(relocation.place, thunk);
                redirected += 1;
            }
        }
        redirected
    }
}

/// The function that a relocation stands for; `None` where somebody else has put another there. An executable that takes
/// the address of a function has an entry of its own for it, which calls of libraries go past.
fn real_address(name: &CStr, now: usize, is_lazy: bool) -> Option<usize> {
    let first = hooks::python_symbol(name)?;
    if is_lazy || now == first {
        return Some(first);
    }
    (hooks::next_symbol(name) == Some(now)).then_some(now)
}

/// What to call instead of `real`; 0 where the function is none of ours.
fn replacement(name: &str, real: usize, number: u32) -> usize {
    if let Some(ours) = memory::replacement(name) {
        return ours;
    }
    if !name.starts_with("Py") && !name.starts_with("_Py") {
        return 0;
    }
    let item = pilotage_capi::get(name);
    if item.is_some_and(|item| matches!(item.kind, Kind::Data | Kind::TypeObject))
        || !indirect::is_interpreter(real)
    {
        return 0;
    }
    let thunk = match item {
        Some(item) => Slot::call(item, number_of(item), real, number),
        None => Slot::unlisted(real, number),
    };
    if let Ok(mut calls) = CALLS.lock() {
        calls.get_or_insert_default().insert(thunk, real);
    }
    thunk
}

/// Index of an item in the manifest.
pub(crate) fn number_of(item: &'static pilotage_capi::Item) -> u32 {
    pilotage_capi::all().partition_point(|other| other.name < item.name) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_go_to_memory_are_not_compared() {
        // mov [rdx+0x30], rax; movq xmm0, r9; cmp [rdx+0x30], rax
        assert!(is_stored(0, &[0x48, 0x89, 0x42, 0x30, 0x90]));
        assert!(is_stored(9, &[0x66, 0x49, 0x0f, 0x6e, 0xc1]));
        assert!(!is_stored(0, &[0x48, 0x39, 0x42, 0x30, 0x90]));
        // mov [rdx+0x30], rcx; mov rcx, rax
        assert!(!is_stored(0, &[0x48, 0x89, 0x4a, 0x30, 0x90]));
        assert!(!is_stored(0, &[0x48, 0x89, 0xc1, 0x90, 0x90]));
    }
}
