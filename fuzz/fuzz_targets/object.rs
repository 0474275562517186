//! Any bytes as a shared library: parsing must neither panic nor take long.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pilotage_scanner::binary::Binary;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(binaries) = Binary::parse_unguarded(bytes) {
        for binary in &binaries {
            let modules = binary.init_functions.iter().map(|init| init.module.as_str());
            for module in modules {
                let _ = binary.module_def(module);
            }
        }
    }
});
