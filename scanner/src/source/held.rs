//! Where in a function a lock or critical section is held. Read from the text: builds with a GIL, which the default
//! simulation is, compile many of these calls away, and shims make them empty.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::context::Context;
use super::lexical;
use super::parse::Language;
use super::shape::text_key;
use super::tree::{DeclId, FileId, Function, Loc};

/// A stretch of text in which something is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Offset of what takes it.
    pub(crate) start: u32,
    /// Offset of what gives it back.
    pub(crate) end: u32,
    /// Keys of the objects that it locks.
    pub(crate) objects: Vec<String>,
    /// A critical section on objects, no lock.
    pub(crate) is_section: bool,
}

/// What takes a lock, and what gives it back.
const PAIRS: [(&str, &str); 12] = [
    ("PyMutex_Lock", "PyMutex_Unlock"),
    ("PyThread_acquire_lock", "PyThread_release_lock"),
    ("PyThread_acquire_lock_timed", "PyThread_release_lock"),
    ("pthread_mutex_lock", "pthread_mutex_unlock"),
    ("pthread_rwlock_wrlock", "pthread_rwlock_unlock"),
    ("mtx_lock", "mtx_unlock"),
    ("EnterCriticalSection", "LeaveCriticalSection"),
    ("AcquireSRWLockExclusive", "ReleaseSRWLockExclusive"),
    ("omp_set_lock", "omp_unset_lock"),
    ("lock", "unlock"),
    ("PyCriticalSection_Begin", "PyCriticalSection_End"),
    ("PyCriticalSection2_Begin", "PyCriticalSection2_End"),
];
/// The pair of member functions: a name so common that only `x.lock()` counts.
const METHOD_PAIR: usize = 9;
/// From here on, pairs are sections whose first argument is the section itself.
const FIRST_SECTION_PAIR: usize = 10;
/// The macros, whatever follows in their names.
const SECTION_BEGIN: &str = "Py_BEGIN_CRITICAL_SECTION";
const SECTION_END: &str = "Py_END_CRITICAL_SECTION";
/// Locks of the C++ library that hold as long as they live.
const SCOPED: [&str; 3] = ["lock_guard", "unique_lock", "scoped_lock"];
/// Ends of the names of the package's own classes of that kind.
const SCOPED_ENDINGS: [&str; 3] = ["Lock", "Guard", "Locker"];

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin,
    End,
    Take(usize),
    Give(usize),
}

struct Event {
    action: Action,
    offset: usize,
    args: Vec<String>,
}

/// What is held where in the functions of a unit.
pub(crate) struct Holds {
    macros: HashMap<String, Action>,
    /// By function, in the order of the tree.
    known: Vec<OnceCell<Vec<Held>>>,
    places: HashMap<DeclId, usize>,
}

impl Holds {
    /// Learns the package's own names for taking and giving back.
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let functions = &cx.tree.functions;
        let places = functions.iter().enumerate().map(|(at, function)| (function.decl, at)).collect();
        Holds { macros: own_macros(cx), known: vec![OnceCell::new(); functions.len()], places }
    }

    /// The stretches of a function of the unit.
    pub(crate) fn of(&self, cx: &Context<'_>, function: &Function) -> &[Held] {
        let known = self.places.get(&function.decl).and_then(|at| self.known.get(*at));
        known.map_or(&[], |known| known.get_or_init(|| self.read(cx, function)))
    }

    fn read(&self, cx: &Context<'_>, function: &Function) -> Vec<Held> {
        let file = cx.tree[function.decl].loc.file;
        let text = &cx.tree[file].text;
        let (start, end) = (function.start as usize, function.end as usize);
        let events: Vec<Event> = lexical::words(text, start, end)
            .filter_map(|word| {
                let action = self.action(text, word)?;
                let is_compiled = is_compiled(cx, file, text, word.offset);
                let args = arguments(text, word.offset + word.name.len());
                is_compiled.then_some(Event { action, offset: word.offset, args })
            })
            .collect();
        let mut held = sections(&events, end);
        held.extend(locks(&events, end));
        if cx.command.language == Language::Cpp {
            held.extend(scoped(text, start, end));
        }
        held
    }

    fn action(&self, text: &[u8], word: lexical::Word<'_>) -> Option<Action> {
        match action(word.name) {
            Some(Action::Take(METHOD_PAIR) | Action::Give(METHOD_PAIR)) if !is_method(text, word.offset) => {
                None
            }
            Some(action) => lexical::is_called(text, word).then_some(action),
            None => self.macros.get(word.name).copied(),
        }
    }
}

/// Some free-threaded target compiles it, and it is no part of a directive.
fn is_compiled(cx: &Context<'_>, file: FileId, text: &[u8], offset: usize) -> bool {
    let loc = Loc { file, line: 0, column: 0, offset: offset as u32 };
    !lexical::line_at(text, offset).trim_ascii_start().starts_with(b"#")
        && (cx.settings.targets.is_empty() || !cx.free_threaded_at(loc).is_empty())
}

/// Something is held at the offset.
pub(crate) fn is_held(held: &[Held], offset: u32) -> bool {
    held.iter().any(|held| (held.start..held.end).contains(&offset))
}

/// The critical section on one of `objects` that holds the offset.
pub(crate) fn section_on<'h>(held: &'h [Held], offset: u32, objects: &[String]) -> Option<&'h Held> {
    held.iter().find(|held| {
        held.is_section
            && (held.start..held.end).contains(&offset)
            && held.objects.iter().any(|object| objects.contains(object))
    })
}

fn action(name: &str) -> Option<Action> {
    if name.starts_with(SECTION_BEGIN) {
        return Some(Action::Begin);
    }
    if name.starts_with(SECTION_END) {
        return Some(Action::End);
    }
    PAIRS.iter().enumerate().find_map(|(at, (take, give))| match name {
        _ if name == *take => Some(Action::Take(at)),
        // The first pair of several with the same end stands for all.
        _ if name == *give => Some(Action::Give(at)),
        _ => None,
    })
}

/// Macros of the package by what their bodies do, in whatever branch; those that do both are none.
fn own_macros(cx: &Context<'_>) -> HashMap<String, Action> {
    let defines = cx.defines();
    let mut known: HashMap<String, Action> = HashMap::new();
    let mut both: Vec<String> = Vec::new();
    loop {
        let before = (known.len(), both.len());
        for define in defines {
            let text = &cx.tree[define.loc.file].text;
            for word in lexical::words(text, define.rest.0, define.rest.1) {
                let Some(action) = action(word.name)
                    .filter(|a| !is_method_action(*a))
                    .or_else(|| known.get(word.name).copied())
                else {
                    continue;
                };
                // Arguments of the package's own macro are the objects.
                let action = match action {
                    Action::Take(pair) if pair >= FIRST_SECTION_PAIR => Action::Begin,
                    Action::Give(pair) if pair >= FIRST_SECTION_PAIR => Action::End,
                    other => other,
                };
                match known.get(&define.name) {
                    _ if both.contains(&define.name) => {}
                    None => {
                        known.insert(define.name.clone(), action);
                    }
                    Some(other) if is_taking(*other) == is_taking(action) => {}
                    Some(_) => both.push(define.name.clone()),
                }
            }
        }
        if (known.len(), both.len()) == before {
            break;
        }
    }
    known.retain(|name, _| !both.contains(name));
    known
}

fn is_method_action(action: Action) -> bool {
    matches!(action, Action::Take(METHOD_PAIR) | Action::Give(METHOD_PAIR))
}

fn is_taking(action: Action) -> bool {
    matches!(action, Action::Begin | Action::Take(_))
}

/// `x.lock()` or `x->lock()`.
fn is_method(text: &[u8], offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default().trim_ascii_end();
    before.ends_with(b".") || before.ends_with(b"->")
}

/// The macros open and close braces, so they nest.
fn sections(events: &[Event], end: usize) -> Vec<Held> {
    let mut open: Vec<&Event> = Vec::new();
    let mut held = Vec::new();
    for event in events {
        match event.action {
            Action::Begin => open.push(event),
            Action::End => held.extend(open.pop().map(|begin| section(begin, event.offset))),
            _ => {}
        }
    }
    held.extend(open.into_iter().map(|begin| section(begin, end)));
    held
}

fn section(begin: &Event, end: usize) -> Held {
    Held { start: begin.offset as u32, end: end as u32, objects: begin.args.clone(), is_section: true }
}

/// Calls may give back on several ways out: the last one before the lock is taken again counts.
fn locks(events: &[Event], end: usize) -> Vec<Held> {
    let mut held = Vec::new();
    for (at, taken) in events.iter().enumerate() {
        let Action::Take(pair) = taken.action else { continue };
        let rest = &events[at + 1..];
        let limit = rest
            .iter()
            .position(|later| later.action == taken.action && later.args.first() == taken.args.first())
            .unwrap_or(rest.len());
        let gives = |later: &&Event| match later.action {
            Action::Give(other) => {
                PAIRS[other].1 == PAIRS[pair].1
                    && (later.args.first() == taken.args.first()
                        || later.args.is_empty()
                        || taken.args.is_empty())
            }
            _ => false,
        };
        let given = rest[..limit].iter().rev().find(gives).map_or(end, |later| later.offset);
        let is_section = pair >= FIRST_SECTION_PAIR;
        let objects =
            if is_section { taken.args.iter().skip(1).cloned().collect() } else { taken.args.clone() };
        held.push(Held { start: taken.offset as u32, end: given as u32, objects, is_section });
    }
    held
}

/// `std::lock_guard<std::mutex> guard(m);` holds to the end of its block.
fn scoped(text: &[u8], start: usize, end: usize) -> Vec<Held> {
    let mut held = Vec::new();
    for word in lexical::words(text, start, end) {
        let is_lock =
            SCOPED.contains(&word.name) || SCOPED_ENDINGS.iter().any(|ending| word.name.ends_with(ending));
        if is_lock && declares_variable(text, word.offset + word.name.len()) {
            let end = block_end(text, word.offset).min(end);
            held.push(Held {
                start: word.offset as u32,
                end: end as u32,
                objects: Vec::new(),
                is_section: false,
            });
        }
    }
    held
}

/// After a type name: template arguments, a name, and what begins an initialiser.
fn declares_variable(text: &[u8], after: usize) -> bool {
    let mut depth = 0_u32;
    let mut word = Vec::new();
    let mut last_was_word = false;
    for (_, byte) in lexical::code_bytes(text, after) {
        let is_word_byte = byte.is_ascii_alphanumeric() || byte == b'_';
        match byte {
            b'<' if word.is_empty() => depth += 1,
            b'>' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ if is_word_byte && (word.is_empty() || last_was_word) => word.push(byte),
            b'(' | b'{' | b';' | b'=' => return !word.is_empty(),
            _ if byte.is_ascii_whitespace() => {}
            _ => return false,
        }
        last_was_word = is_word_byte && depth == 0;
    }
    false
}

/// Where the block that holds `offset` ends.
fn block_end(text: &[u8], offset: usize) -> usize {
    let mut depth = 0_u32;
    for (at, byte) in lexical::code_bytes(text, offset) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The keys of the arguments of the call whose name ends at `after`.
fn arguments(text: &[u8], after: usize) -> Vec<String> {
    let Some((open, b'(')) = lexical::next_code_byte(text, after) else { return Vec::new() };
    let mut args = vec![String::new()];
    let mut depth = 0_u32;
    for (_, byte) in lexical::code_bytes(text, open + 1) {
        match byte {
            b')' if depth == 0 => break,
            b',' if depth == 0 => {
                args.push(String::new());
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(arg) = args.last_mut() {
            arg.push(char::from(byte));
        }
    }
    args.retain(|arg| !arg.trim().is_empty());
    args.iter().map(|arg| text_key(arg)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, offset: usize, args: &[&str]) -> Event {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        Event { action: action(name).unwrap(), offset, args }
    }

    #[test]
    fn the_last_unlock_before_the_next_lock_ends() {
        let events = [
            event("PyMutex_Lock", 10, &["&a"]),
            event("PyMutex_Unlock", 20, &["&a"]),
            event("PyMutex_Unlock", 30, &["&a"]),
            event("PyMutex_Unlock", 35, &["&b"]),
            event("PyMutex_Lock", 40, &["&a"]),
        ];
        let held = locks(&events, 99);
        assert_eq!((held[0].start, held[0].end), (10, 30));
        assert_eq!((held[1].start, held[1].end), (40, 99));
        assert!(is_held(&held, 25) && !is_held(&held, 35));
    }

    #[test]
    fn sections_nest_and_name_their_objects() {
        let events = [
            event("Py_BEGIN_CRITICAL_SECTION2", 10, &["a", "b.c"]),
            event("Py_BEGIN_CRITICAL_SECTION", 20, &["d"]),
            event("Py_END_CRITICAL_SECTION", 30, &[]),
            event("Py_END_CRITICAL_SECTION2", 40, &[]),
        ];
        let held = sections(&events, 99);
        assert_eq!(section_on(&held, 35, &["b.c".to_owned()]).map(|held| held.start), Some(10));
        assert_eq!(section_on(&held, 35, &["d".to_owned()]), None);
        assert_eq!(section_on(&held, 25, &["d".to_owned()]).map(|held| held.end), Some(30));
    }

    #[test]
    fn scoped_locks_are_declared() {
        let text = b"{ std::lock_guard<std::mutex> g(m); { MyLock l{x}; y(); } PyMutex_Lock(&m); } z();";
        let held = scoped(text, 0, text.len());
        assert_eq!(held.len(), 2);
        assert_eq!(text[held[0].end as usize], b'}');
        assert!(is_held(&held, 46) && !is_held(&held, 80));
    }

    #[test]
    fn arguments_become_keys() {
        assert_eq!(arguments(b"f ((PyObject *)self, g(a, b)) + 1", 1), ["self", "g(a,b)"]);
        assert_eq!(arguments(b"f()", 1), [""; 0]);
        assert_eq!(arguments(b"f;", 1), [""; 0]);
    }
}
