//! Sources: from files to owned trees. Parsing happens in worker processes, so that no file can take us down.

mod build;
pub(crate) mod cache;
#[allow(unsafe_code, reason = "libclang is a C library; this file is the only place that calls it")]
mod clang;
pub(crate) mod context;
pub(crate) mod guards;
mod generator;
mod guess;
pub(crate) mod headers;
pub(crate) mod lexical;
pub(crate) mod locate;
pub(crate) mod model;
pub(crate) mod layout;
mod parse;
pub(crate) mod settings;
pub mod tree;
mod unit;
pub(crate) mod uses;
pub(crate) mod worker;

pub use parse::{Command, Language};
pub use settings::Settings;
pub use unit::{Job, UnitOutcome};
pub use worker::{SUBCOMMAND, WorkerOptions, worker_main};

/// DEV
pub fn debug(headers: &std::path::Path, job: &Job) {
    let headers = headers.to_owned(); let job = job.clone();
    std::thread::Builder::new().stack_size(512<<20).spawn(move || {
    let t = std::time::Instant::now();
    let p = parse::Parser::new(&headers).unwrap();
    eprintln!("load {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let tree = p.parse(&job.command, &job.settings.macros()).unwrap();
    eprintln!("parse+build {:?} nodes {} decls {} types {} functions {} statics {} diags {}", t.elapsed(), tree.nodes.len(), tree.decls.len(), tree.types.len(), tree.functions.len(), tree.statics.len(), tree.diagnostics.len());
    for d in tree.diagnostics.iter().take(15) { eprintln!("  {} {:?}", d.message, d.loc.map(|l| l.line)); }
    let t = std::time::Instant::now();
    let m = model::Model::read(&tree);
    eprintln!("model {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let u = uses::Uses::collect(&tree);
    eprintln!("uses {:?} {} unknown {}", t.elapsed(), u.items.len(), u.unknown.len());
    for x in &u.unknown { eprintln!("  unknown {} {}", x.name, x.loc.line); }
    for f in &tree.functions { if !f.unseen.is_empty() { eprintln!("  unseen {} {:?}", tree[f.decl].name, f.unseen); } }
    for x in &m.modules { eprintln!("module {:?} size {:?} slots {:?} fields {:?}", x.name, x.size, x.slots.as_ref().map(|s| s.iter().map(|s| s.name).collect::<Vec<_>>()), x.fields.keys().collect::<Vec<_>>()); }
    for x in &m.types { eprintln!("type {:?} {:?} rec {:?} flags {:?} slots {:?}", x.name, x.source, x.record, x.flags, { let mut k: Vec<_> = x.slots.keys().collect(); k.sort(); k }); }
    for x in &m.tables { eprintln!("table {:?} {} entries {}", x.kind, tree[x.decl].name, x.entries.len()); }
    eprintln!("methods {} e.g. {:?}", m.methods.len(), m.methods.first().map(|m| (&m.name, m.flags, m.function.map(|f| tree[f].name.clone()))));
    }).unwrap().join().unwrap();
}
