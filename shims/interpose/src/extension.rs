//! The libraries of the process: which are watched, and where their code and data lie. Their relocations, which are redirected before any
//! function of the library runs, are in `relocations.rs`.

use std::collections::HashMap;
use std::ffi::{CStr, c_int, c_void};
use std::sync::{Arc, Mutex, RwLock};

use crate::entries;
use crate::machine_code::addresses_taken;
use crate::python::{self, text};
use crate::record;
use crate::relocations::Tables;
use crate::settings::Suspects;
use crate::slot::{Gives, Shape};
use crate::{alive, coverage, crash, deaths, settings, traps};

/// A watched library.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    /// Its file.
    pub(crate) path: String,
    /// What its addresses are relative to.
    pub(crate) base: usize,
    /// Its code, as first and last address.
    pub(crate) code: Vec<(usize, usize)>,
    data: Vec<(usize, usize)>,
    protected: Option<(usize, usize)>,
    /// Functions whose addresses its code takes, other than to store them: it may compare slots with them.
    taken: Arc<HashMap<usize, Vec<usize>>>,
}

static WATCHED: RwLock<Vec<Extension>> = RwLock::new(Vec::new());
/// Load addresses that were looked at.
static SEEN: Mutex<Vec<usize>> = Mutex::new(Vec::new());

const PAGE: usize = 4096;

/// What `dl_iterate_phdr` says of a library.
pub(crate) struct Loaded {
    path: String,
    /// What its addresses are relative to.
    pub(crate) base: usize,
    /// Its program headers.
    pub(crate) headers: Vec<libc::Elf64_Phdr>,
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

/// Index of an item in the manifest.
pub(crate) fn number_of(item: &'static pilotage_capi::Item) -> u32 {
    pilotage_capi::all().partition_point(|other| other.name < item.name) as u32
}
