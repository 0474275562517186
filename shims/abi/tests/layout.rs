//! Each size and offset of the C layouts against the manifest, whose figures come from real headers of 3.14
//! (`capi/checks` proves those where headers are installed).

use std::mem::{offset_of, size_of};

use pilotage_abi as abi;

/// The column of 3.14 among 3.9 ... 3.15.
const COLUMN: usize = 5;

fn recorded(member: &str) -> Option<usize> {
    let (record, field) = member.split_once('.')?;
    let found = pilotage_capi::member(record, field)?;
    found.member.and_then(|member| member.offsets[COLUMN]).map(usize::from)
}

macro_rules! layouts {
    ($($record:ident: $($field:ident)*;)*) => {
        fn offsets() -> Vec<(&'static str, usize)> {
            vec![$($((concat!(stringify!($record), ".", stringify!($field)), offset_of!(abi::$record, $field)),)*)*]
        }
    };
}

layouts! {
    PyVarObject: ob_size;
    PyTypeObject: tp_name tp_basicsize tp_itemsize tp_dealloc tp_vectorcall_offset tp_getattr tp_setattr tp_as_async tp_repr
        tp_as_number tp_as_sequence tp_as_mapping tp_hash tp_call tp_str tp_getattro tp_setattro tp_as_buffer tp_flags tp_doc
        tp_traverse tp_clear tp_richcompare tp_weaklistoffset tp_iter tp_iternext tp_methods tp_members tp_getset tp_base tp_dict
        tp_descr_get tp_descr_set tp_dictoffset tp_init tp_alloc tp_new tp_free tp_is_gc tp_bases tp_mro tp_cache tp_subclasses
        tp_weaklist tp_del tp_version_tag tp_finalize tp_vectorcall tp_watched tp_versions_used;
    PyHeapTypeObject: as_async as_number as_mapping as_sequence as_buffer ht_name ht_slots ht_qualname ht_cached_keys ht_module
        _ht_tpname ht_token _spec_cache;
    PyNumberMethods: nb_add nb_power nb_bool nb_int nb_float nb_inplace_add nb_index nb_matrix_multiply
        nb_inplace_matrix_multiply;
    PySequenceMethods: sq_length sq_item sq_ass_item sq_contains sq_inplace_repeat;
    PyMappingMethods: mp_length mp_subscript mp_ass_subscript;
    PyMethodDef: ml_name ml_meth ml_flags ml_doc;
    PyMemberDef: name offset flags doc;
    PyGetSetDef: name get set doc closure;
    PyModuleDef: m_name m_doc m_size m_methods m_slots m_traverse m_clear m_free;
    Py_buffer: buf obj len itemsize readonly ndim format shape strides suboffsets internal;
    PyTupleObject: ob_hash ob_item;
    PyListObject: ob_item allocated;
    PyDictObject: ma_used ma_keys ma_values;
    PySetObject: fill used mask table hash finger smalltable weakreflist;
    PySliceObject: start stop step;
    PyBytesObject: ob_shash ob_sval;
    PyByteArrayObject: ob_alloc ob_bytes ob_start ob_exports;
    PyFloatObject: ob_fval;
    PyASCIIObject: length hash state;
    PyCompactUnicodeObject: utf8_length utf8;
    PyUnicodeObject: data;
    PyCFunctionObject: m_ml m_self m_module m_weakreflist vectorcall;
    PyCMethodObject: mm_class;
    PyMethodObject: im_func im_self im_weakreflist vectorcall;
    PyDescrObject: d_type d_name d_qualname;
    PyMemoryViewObject: mbuf hash flags exports view weakreflist ob_array;
    PyWeakReference: wr_object wr_callback hash wr_prev wr_next vectorcall;
    PyCodeObject: co_consts co_flags co_firstlineno co_filename co_name co_code_adaptive;
    PyFunctionObject: func_globals func_code func_defaults vectorcall func_version;
    PyBaseExceptionObject: dict args notes traceback context cause suppress_context;
    PyThreadState: prev next interp py_recursion_remaining current_exception exc_info dict gilstate_counter thread_id context
        exc_state datastack_cached_chunk;
    _PyErr_StackItem: exc_value previous_item;
    PyConfig: _config_init isolated use_environment dev_mode install_signal_handlers use_hash_seed hash_seed
        faulthandler tracemalloc perf_profiling remote_debug import_time code_debug_ranges show_ref_count dump_refs
        dump_refs_file malloc_stats filesystem_encoding filesystem_errors pycache_prefix parse_argv orig_argv argv
        xoptions warnoptions site_import bytes_warning warn_default_encoding inspect interactive optimization_level
        parser_debug write_bytecode verbose quiet user_site_directory configure_c_stdio buffered_stdio stdio_encoding
        stdio_errors check_hash_pycs_mode use_frozen_modules safe_path int_max_str_digits thread_inherit_context
        context_aware_warnings cpu_count pathconfig_warnings program_name pythonpath_env home platlibdir
        module_search_paths_set module_search_paths stdlib_dir executable base_executable prefix base_prefix
        exec_prefix base_exec_prefix skip_source_first_line run_command run_module run_filename sys_path_0
        _install_importlib _init_main _is_python_build;
    PyPreConfig: _config_init parse_argv isolated use_environment configure_locale coerce_c_locale coerce_c_locale_warn utf8_mode
        dev_mode allocator;
    PyWideStringList: length items;
    PyDateTime_DateTime: hashcode hastzinfo data fold tzinfo;
    PyDateTime_Time: hashcode hastzinfo data fold tzinfo;
    PyDateTime_Date: hashcode hastzinfo data;
    PyDateTime_Delta: hashcode days seconds microseconds;
}

#[test]
fn offsets_are_those_of_3_14() {
    let mut wrong = Vec::new();
    let mut known = 0;
    for (member, ours) in offsets() {
        match recorded(member) {
            Some(theirs) if theirs != ours => wrong.push(format!("{member}: {ours}, recorded {theirs}")),
            Some(_) => known += 1,
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > 150, "only {known} members are recorded");
}

#[test]
fn sizes_are_those_of_3_14() {
    let sizes = [
        (size_of::<abi::PyObject>(), 16),
        (size_of::<abi::PyTypeObject>(), 416),
        (size_of::<abi::PyHeapTypeObject>(), 936),
        (size_of::<abi::PyThreadState>(), 832),
        (size_of::<abi::PySetObject>(), 200),
        (size_of::<abi::PyMemoryViewObject>(), 152),
        (size_of::<abi::PyCodeObject>(), 216),
        (size_of::<abi::PyFunctionObject>(), 152),
        (size_of::<abi::Py_buffer>(), 80),
        (size_of::<abi::PyModuleDef>(), 104),
        (size_of::<abi::PyUnicodeErrorObject>(), 112),
        (size_of::<abi::PyOSErrorObject>(), 112),
        (size_of::<abi::PySyntaxErrorObject>(), 144),
        (size_of::<abi::PyDateTime_DateTime>(), 48),
        (size_of::<abi::_PyUnicodeWriter>(), 56),
        (size_of::<abi::PyConfig>(), 456),
        (size_of::<abi::PyPreConfig>(), 40),
        (size_of::<abi::PyWideStringList>(), 16),
    ];
    for (ours, theirs) in sizes {
        assert_eq!(ours, theirs);
    }
}

/// Internal structs, of which the manifest has no members: figures of the headers of 3.14.
#[test]
fn places_in_the_runtime_are_those_of_3_14() {
    let places = [
        (size_of::<abi::PyInterpreterState>(), 225_864),
        (offset_of!(abi::PyInterpreterState, next), 7272),
        (offset_of!(abi::PyInterpreterState, id), 7280),
        (offset_of!(abi::PyInterpreterState, threads_head), 7344),
        (offset_of!(abi::PyInterpreterState, threads_main), 7360),
        (offset_of!(abi::PyInterpreterState, runtime), 7384),
        (offset_of!(abi::PyInterpreterState, config), 8032),
        (size_of::<abi::_PyRuntimeState>(), 316_616),
        (offset_of!(abi::_PyRuntimeState, _initialized), 760),
        (offset_of!(abi::_PyRuntimeState, initialized), 776),
        (offset_of!(abi::_PyRuntimeState, _finalizing), 784),
        (offset_of!(abi::_PyRuntimeState, interpreters_head), 808),
        (offset_of!(abi::_PyRuntimeState, interpreters_main), 816),
        (offset_of!(abi::_PyRuntimeState, main_thread), 832),
        (offset_of!(abi::_PyRuntimeState, main_tstate), 840),
        (offset_of!(abi::_PyRuntimeState, small_ints), 14_064),
        (offset_of!(abi::_PyRuntimeState, bytes_empty), 22_448),
        (offset_of!(abi::_PyRuntimeState, bytes_characters), 22_488),
        (offset_of!(abi::_PyRuntimeState, ascii), 76_288),
        (offset_of!(abi::_PyRuntimeState, latin1), 82_432),
        (offset_of!(abi::_PyRuntimeState, tuple_empty), 90_640),
    ];
    for (ours, theirs) in places {
        assert_eq!(ours, theirs);
    }
}
