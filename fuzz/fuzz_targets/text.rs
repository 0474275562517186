//! Any bytes as a source: what reads sources as text must neither panic nor take long.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pilotage_scanner::read_as_text(bytes);
});
