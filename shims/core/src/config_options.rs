//! The options of a configuration: name, type, and where `PyConfig` or `PyPreConfig` has the value.
//! Reading and setting them is in `initconfig*.rs`.

use core::mem::offset_of;

use pilotage_abi::{PyConfig, PyPreConfig};

/// The type of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Unsigned,
    Int,
    /// `unsigned long`.
    Long,
    Text,
    List,
}

/// One option.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConfigOption {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Bytes from the beginning of the struct.
    pub(crate) offset: usize,
    /// In `PyPreConfig`, else in `PyConfig`.
    pub(crate) early: bool,
}

macro_rules! options {
    ({$($name:ident $kind:ident;)*} {$($first:ident $first_kind:ident;)*}) => {
        pub(crate) const OPTIONS: &[ConfigOption] = &[
            $(ConfigOption {
                name: stringify!($name), kind: Kind::$kind, offset: offset_of!(PyConfig, $name), early: false,
            },)*
            $(ConfigOption {
                name: stringify!($first), kind: Kind::$first_kind, offset: offset_of!(PyPreConfig, $first), early: true,
            },)*
        ];
    };
}

options! {{
    argv List;
    base_exec_prefix Text;
    base_executable Text;
    base_prefix Text;
    buffered_stdio Bool;
    bytes_warning Unsigned;
    check_hash_pycs_mode Text;
    code_debug_ranges Bool;
    configure_c_stdio Bool;
    context_aware_warnings Int;
    cpu_count Int;
    dev_mode Bool;
    dump_refs Bool;
    dump_refs_file Text;
    exec_prefix Text;
    executable Text;
    faulthandler Bool;
    filesystem_encoding Text;
    filesystem_errors Text;
    hash_seed Long;
    home Text;
    import_time Unsigned;
    inspect Bool;
    install_signal_handlers Bool;
    int_max_str_digits Int;
    interactive Bool;
    isolated Bool;
    malloc_stats Bool;
    module_search_paths List;
    optimization_level Unsigned;
    orig_argv List;
    parse_argv Bool;
    parser_debug Bool;
    pathconfig_warnings Bool;
    perf_profiling Unsigned;
    platlibdir Text;
    prefix Text;
    program_name Text;
    pycache_prefix Text;
    quiet Bool;
    remote_debug Bool;
    run_command Text;
    run_filename Text;
    run_module Text;
    safe_path Bool;
    show_ref_count Bool;
    site_import Bool;
    skip_source_first_line Bool;
    stdio_encoding Text;
    stdio_errors Text;
    stdlib_dir Text;
    thread_inherit_context Int;
    tracemalloc Unsigned;
    use_environment Bool;
    use_frozen_modules Bool;
    use_hash_seed Bool;
    user_site_directory Bool;
    verbose Unsigned;
    warn_default_encoding Bool;
    warnoptions List;
    write_bytecode Bool;
    xoptions List;
} {
    allocator Unsigned;
    coerce_c_locale Bool;
    coerce_c_locale_warn Bool;
    configure_locale Bool;
    utf8_mode Bool;
}}

/// The option of this name.
pub(crate) fn find(name: &str) -> Option<&'static ConfigOption> {
    OPTIONS.iter().find(|option| option.name == name)
}
