//! Python 3.14 on RustPython, with the C-API for CPython's published wheels.
//! The C-API itself is `pilotage-shim`; here is only what it needs of this VM.

mod attributes;
mod buffers;
mod collector;
mod containers;
mod contexts;
mod counts;
mod crash;
mod figures;
mod foreign;
mod frames;
mod gil;
mod heirs;
mod imports;
mod memory;
mod model;
mod number;
mod objects;
mod pairs;
mod posix;
mod protocols;
mod pythonapi;
mod run;
mod sizes;
mod slots;
#[cfg(test)]
mod tests;
mod threads;
mod types;
mod values;

#[global_allocator]
static MEMORY: memory::Memory = memory::Memory;

fn main() -> std::process::ExitCode {
    run::python()
}
