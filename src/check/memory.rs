//! `--memory`: what the watched extensions made and is alive, at the end and when it was most, in several orders, and the cycles that
//! hold their objects. It adds up and names what processes told; nothing is judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pilotage_ledger::Event;
use pilotage_reports::count;
use serde::Serialize;

use super::describe::shown;
use super::flame;
use super::symbols::Symbols;

/// Lines of each table in the text; with `verbose` all.
const SHOWN: usize = 10;

/// The whole picture; the JSON file.
#[derive(Debug, Serialize)]
pub(crate) struct Memory {
    schema: &'static str,
    /// Processes that told; those that a signal or `os._exit` ended do not.
    processes: usize,
    end: Amount,
    /// The peaks of several processes, which need not have been at the same time, are added up.
    peak: Amount,
    /// Cycles were looked for in every process.
    cycles_complete: bool,
    cycles: Vec<Cycle>,
    made: Vec<Made>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Amount {
    bytes: u64,
    count: u64,
}

/// Objects or blocks that are alike.
#[derive(Debug, Serialize)]
struct Made {
    #[serde(rename = "type")]
    kind: String,
    /// An object; else a block of memory, and the type is the function that gave it.
    is_object: bool,
    extension: String,
    /// The C function that made it, and where.
    function: String,
    path: String,
    line: u32,
    /// The call of the API, if it was one.
    item: String,
    /// As Python names what it called.
    entry: String,
    /// The Python line that called in: `file.py:12 function`, and those around it, outermost first.
    caller: String,
    stack: Vec<String>,
    end: Amount,
    peak: Amount,
}

#[derive(Debug, Serialize)]
struct Cycle {
    types: Vec<String>,
    /// The collector can free it; else an object in it has no `tp_traverse`.
    collectable: bool,
    count: u64,
    objects: u64,
}

impl Memory {
    /// Of what the processes told.
    pub(crate) fn new(events: &[Event]) -> Memory {
        let mut symbols = Symbols::default();
        let mut memory = Memory {
            schema: "pilotage-memory/1",
            processes: 0,
            end: Amount::default(),
            peak: Amount::default(),
            cycles_complete: true,
            cycles: Vec::new(),
            made: Vec::new(),
        };
        for event in events {
            match event {
                Event::Memory { is_complete, .. } => {
                    memory.processes += 1;
                    memory.cycles_complete &= is_complete;
                }
                Event::Cycle { types, is_collected, count, objects } => memory.cycles.push(Cycle {
                    types: types.clone(),
                    collectable: *is_collected,
                    count: *count,
                    objects: *objects,
                }),
                event => memory.made.extend(made(event, &mut symbols)),
            }
        }
        for made in &memory.made {
            memory.end.add(made.end);
            memory.peak.add(made.peak);
        }
        memory.made.sort_by(|a, b| {
            (b.end, b.peak)
                .cmp(&(a.end, a.peak))
                .then_with(|| (&a.path, a.line, &a.kind, &a.stack).cmp(&(&b.path, b.line, &b.kind, &b.stack)))
        });
        memory
    }

    /// Tables for people.
    pub(crate) fn text(&self, verbose: bool) -> String {
        if self.processes == 0 {
            return "memory: no process told what is alive: it was ended before the interpreter was, or nothing was watched\n"
                .to_owned();
        }
        let mut text = String::new();
        let of = |amount: Amount, what| {
            format!("{} in {}", bytes(amount.bytes), count(amount.count as usize, what))
        };
        let _ = writeln!(
            text,
            "memory that extensions asked for: {} at the end, {} at the peak",
            of(self.end, "object or block").replace("object or blocks", "objects and blocks"),
            of(self.peak, "object or block").replace("object or blocks", "objects and blocks"),
        );
        let most = if verbose { usize::MAX } else { SHOWN };
        self.table(&mut text, "by type", most, |it| it.kind.clone());
        self.table(&mut text, "by extension", most, |it| it.extension.clone());
        self.table(&mut text, "by creating call", most, Made::creator);
        self.table(&mut text, "by Python line", most, |it| it.caller.clone());
        if !self.cycles_complete {
            let _ = writeln!(text, "  cycles: there are too many objects to look for them");
        }
        for cycle in self.cycles.iter().take(most) {
            let first = cycle.types.first().map_or("", String::as_str);
            let fate = if cycle.collectable {
                ""
            } else {
                ", which the collector cannot free: a type lacks `tp_traverse`"
            };
            let _ = writeln!(
                text,
                "  {} of {} -> {first}{fate}",
                count(cycle.count as usize, "cycle"),
                cycle.types.join(" -> ")
            );
        }
        text
    }

    fn table(&self, text: &mut String, title: &str, most: usize, key: impl Fn(&Made) -> String) {
        let mut sums: BTreeMap<String, (Amount, Amount)> = BTreeMap::new();
        for made in &self.made {
            let sum = sums.entry(key(made)).or_default();
            sum.0.add(made.end);
            sum.1.add(made.peak);
        }
        let mut rows: Vec<(String, (Amount, Amount))> = sums.into_iter().collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let _ = writeln!(text, "  {:>10} {:>7} {:>10} {:>7}  {title}", "end", "", "peak", "");
        for (name, (end, peak)) in rows.iter().take(most) {
            let name = if name.is_empty() { "(not known)" } else { name };
            let _ = writeln!(
                text,
                "  {:>10} {:>7} {:>10} {:>7}  {name}",
                bytes(end.bytes),
                end.count,
                bytes(peak.bytes),
                peak.count
            );
        }
        if rows.len() > most {
            let _ = writeln!(text, "  and {} more", rows.len() - most);
        }
    }

    /// File names and pictures: the end and the peak.
    pub(crate) fn flames(&self) -> [(&'static str, String); 2] {
        let draw = |title: &str, of: fn(&Made) -> Amount| {
            let paths: Vec<_> = self.made.iter().map(|made| (made.path_of_parts(), of(made).bytes)).collect();
            flame::draw(title, "bytes", &paths)
        };
        [
            ("end.svg", draw("what extensions made and is alive at the end", |made| made.end)),
            ("peak.svg", draw("what extensions made and was alive at the peak", |made| made.peak)),
        ]
    }
}

impl Amount {
    fn add(&mut self, other: Amount) {
        self.bytes += other.bytes;
        self.count += other.count;
    }
}

impl Made {
    fn creator(&self) -> String {
        let place =
            if self.line == 0 { self.extension.clone() } else { format!("{}:{}", self.path, self.line) };
        match self.item.as_str() {
            "" => format!("`{}` ({place})", self.function),
            item => format!("`{item}` in `{}` ({place})", self.function),
        }
    }

    /// From the outermost Python line to the type.
    fn path_of_parts(&self) -> Vec<String> {
        let mut parts = self.stack.clone();
        parts.push(if self.entry.is_empty() { self.extension.clone() } else { self.entry.clone() });
        parts.push(self.creator());
        parts.push(self.kind.clone());
        parts
    }
}

fn made(event: &Event, symbols: &mut Symbols) -> Option<Made> {
    let Event::Alive { kind, is_object, at, entry, entered, stack, end, peak } = event else { return None };
    let symbol = symbols.at(&at.path, at.offset);
    let path = if at.path.is_empty() { &entered.path } else { &at.path };
    let name = if symbol.function.is_empty() {
        symbols.at(&entered.path, entered.offset).function
    } else {
        symbol.function
    };
    let amount = |[count, bytes]: [u64; 2]| Amount { bytes, count };
    Some(Made {
        kind: kind.clone(),
        is_object: *is_object,
        extension: shown(path),
        function: if name.is_empty() {
            entry.rsplit('.').next().unwrap_or_default().to_owned()
        } else {
            name
        },
        path: shown(&symbol.file),
        line: symbol.line,
        item: at.item.clone(),
        entry: entry.clone(),
        caller: stack.last().cloned().unwrap_or_default(),
        stack: stack.clone(),
        end: amount(*end),
        peak: amount(*peak),
    })
}

/// `17 B`, `1.5 kB`, `20.0 MB`.
fn bytes(amount: u64) -> String {
    match amount {
        0..1000 => format!("{amount} B"),
        1000..1_000_000 => format!("{:.1} kB", amount as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", amount as f64 / 1e6),
        _ => format!("{:.2} GB", amount as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alive(kind: &str, line: &str, end: [u64; 2], peak: [u64; 2]) -> Event {
        Event::Alive {
            kind: kind.to_owned(),
            is_object: true,
            at: pilotage_ledger::Frame::default(),
            entry: "module.make".to_owned(),
            entered: pilotage_ledger::Frame::default(),
            stack: vec!["a.py:1 <module>".to_owned(), line.to_owned()],
            end,
            peak,
        }
    }

    #[test]
    fn amounts_are_added_up_in_each_order() {
        let memory = Memory::new(&[
            Event::Memory { peak: 5000, end: 100, is_complete: true },
            alive("list", "a.py:5 f", [1, 100], [10, 1000]),
            alive("list", "a.py:6 g", [0, 0], [40, 4000]),
            Event::Cycle {
                types: vec!["Box".into(), "list".into()],
                is_collected: false,
                count: 2,
                objects: 4,
            },
        ]);
        let text = memory.text(false);
        assert!(text.starts_with("memory that extensions asked for: 100 B in 1 object or block at the end, 5.0 kB in 50 objects and blocks at the peak\n"), "{text}");
        assert!(text.contains("100 B       1     5.0 kB      50  list"), "{text}");
        assert!(text.contains("0 B       0     4.0 kB      40  a.py:6 g"), "{text}");
        assert!(text.contains("2 cycles of Box -> list -> Box, which the collector cannot free"), "{text}");
        let [(_, end), (_, peak)] = memory.flames();
        assert!(end.contains("a.py:5 f (100 bytes, 100.0 %)") && !end.contains("a.py:6"), "{end}");
        assert!(peak.contains("a.py:6 g (4000 bytes, 80.0 %)"), "{peak}");
    }

    #[test]
    fn nothing_told_is_said() {
        assert!(Memory::new(&[]).text(false).contains("no process told"));
    }
}
