//! The library that `pilotage check` preloads into CPython. It redirects what watched extensions call, and what
//! the interpreter calls in them, keeps the account of references, and writes down what is wrong.
//! Linux on x86-64; in processes without Python it does nothing.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod account;
mod alive;
mod blocks;
mod booking;
mod callers;
mod calls;
mod control;
mod coverage;
mod crash;
mod cycles;
mod deaths;
mod dying;
mod entries;
mod extension;
mod formats;
mod gil;
mod hooks;
mod indirect;
mod inject;
mod last_words;
mod leaks;
mod machine_code;
mod memory;
mod patience;
mod picture;
mod python;
mod record;
mod relocations;
mod settings;
mod slot;
mod special;
mod thread;
mod thunk;
mod traps;
mod types;
