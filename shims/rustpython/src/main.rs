//! Python 3.14 on RustPython, with the C-API for CPython's published wheels.
//! The C-API itself is `pilotage-shim`; here is only what it needs of this VM.

mod attributes;
mod buffers;
mod collector;
mod containers;
mod counts;
mod crash;
mod figures;
mod foreign;
mod frames;
mod gil;
mod heirs;
mod imports;
mod model;
mod number;
mod objects;
mod pairs;
mod posix;
mod protocols;
mod pythonapi;
mod run;
mod slots;
#[cfg(test)]
mod tests;
mod threads;
mod types;
mod values;

fn main() -> std::process::ExitCode {
    run::python()
}
