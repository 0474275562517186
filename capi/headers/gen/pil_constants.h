/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_CONSTANTS_H
#define PIL_GEN_PIL_CONSTANTS_H
#define CO_ASYNC_GENERATOR 0x0200
#define CO_CELL_NOT_AN_ARG (-1)
#define CO_COROUTINE 0x0080
#define CO_FUTURE_ABSOLUTE_IMPORT 0x40000
#define CO_FUTURE_ANNOTATIONS 0x1000000
#define CO_FUTURE_BARRY_AS_BDFL 0x400000
#define CO_FUTURE_DIVISION 0x20000
#define CO_FUTURE_GENERATOR_STOP 0x800000
#define CO_FUTURE_PRINT_FUNCTION 0x100000
#define CO_FUTURE_UNICODE_LITERALS 0x200000
#define CO_FUTURE_WITH_STATEMENT 0x80000
#define CO_GENERATOR 0x0020
#if PIL_PYTHON >= 0x030E0000
#define CO_HAS_DOCSTRING 0x4000000
#endif
#define CO_ITERABLE_COROUTINE 0x0100
#if PIL_PYTHON >= 0x030D0000
#define CO_MAXBLOCKS 21
#elif PIL_PYTHON >= 0x03090000
#define CO_MAXBLOCKS 20
#endif
#if PIL_PYTHON >= 0x030E0000
#define CO_METHOD 0x8000000
#endif
#define CO_NESTED 0x0010
#define CO_NEWLOCALS 0x0002
#define CO_NOFREE 0x0040
#if PIL_PYTHON >= 0x030D0000
#define CO_NO_MONITORING_EVENTS 0x2000000
#endif
#define CO_OPTIMIZED 0x0001
#define CO_VARARGS 0x0004
#define CO_VARKEYWORDS 0x0008
#define MAX_CO_EXTRA_USERS 255
#define METH_CLASS 0x0010
#define METH_COEXIST 0x0040
#define METH_FASTCALL 0x0080
#define METH_KEYWORDS 0x0002
#define METH_METHOD 0x0200
#define METH_NOARGS 0x0004
#define METH_O 0x0008
#define METH_STACKLESS 0x0000
#define METH_STATIC 0x0020
#define METH_VARARGS 0x0001
#define NOWAIT_LOCK 0
#define PYOS_STACK_MARGIN 2048
#define PYTHON_ABI_STRING "3"
#define PYTHON_ABI_VERSION 3
#define PYTHON_API_STRING "1013"
#define PYTHON_API_VERSION 1013
#define PY_CTF_ALNUM (PY_CTF_ALPHA|PY_CTF_DIGIT)
#define PY_CTF_ALPHA (PY_CTF_LOWER|PY_CTF_UPPER)
#define PY_CTF_DIGIT 0x04
#define PY_CTF_LOWER 0x01
#define PY_CTF_SPACE 0x08
#define PY_CTF_UPPER 0x02
#define PY_CTF_XDIGIT 0x10
#define PY_INVALID_STACK_EFFECT 2147483647
#define PY_ITERSEARCH_CONTAINS 3
#define PY_ITERSEARCH_COUNT 1
#define PY_ITERSEARCH_INDEX 2
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_BRANCH 18
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_BRANCH 8
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_BRANCH_LEFT 8
#define PY_MONITORING_EVENT_BRANCH_RIGHT 9
#endif
#if PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_CALL 4
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_C_RAISE 17
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_C_RAISE 16
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_C_RETURN 16
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_C_RETURN 15
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_EXCEPTION_HANDLED 12
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_EXCEPTION_HANDLED 11
#endif
#if PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_INSTRUCTION 6
#define PY_MONITORING_EVENT_JUMP 7
#define PY_MONITORING_EVENT_LINE 5
#define PY_MONITORING_EVENT_PY_RESUME 1
#define PY_MONITORING_EVENT_PY_RETURN 2
#define PY_MONITORING_EVENT_PY_START 0
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_PY_THROW 14
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_PY_THROW 13
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_PY_UNWIND 13
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_PY_UNWIND 12
#endif
#if PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_PY_YIELD 3
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_RAISE 11
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_RAISE 10
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_RERAISE 15
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_RERAISE 14
#endif
#if PIL_PYTHON >= 0x030E0000
#define PY_MONITORING_EVENT_STOP_ITERATION 10
#elif PIL_PYTHON >= 0x030D0000
#define PY_MONITORING_EVENT_STOP_ITERATION 9
#endif
#if PIL_PYTHON >= 0x030F0000
#define PyABIInfo_FREETHREADED 0x0004
#define PyABIInfo_FREETHREADING_AGNOSTIC (PyABIInfo_GIL|PyABIInfo_FREETHREADED)
#define PyABIInfo_GIL 0x0002
#define PyABIInfo_INTERNAL 0x0008
#define PyABIInfo_STABLE 0x0001
#endif
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES)
#define PyBUF_CONTIG (PyBUF_ND | PyBUF_WRITABLE)
#define PyBUF_CONTIG_RO (PyBUF_ND)
#define PyBUF_C_CONTIGUOUS (0x0020 | PyBUF_STRIDES)
#define PyBUF_FORMAT 0x0004
#define PyBUF_FULL (PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_FULL_RO (PyBUF_INDIRECT | PyBUF_FORMAT)
#define PyBUF_F_CONTIGUOUS (0x0040 | PyBUF_STRIDES)
#define PyBUF_INDIRECT (0x0100 | PyBUF_STRIDES)
#define PyBUF_MAX_NDIM 64
#define PyBUF_ND 0x0008
#define PyBUF_READ 0x100
#define PyBUF_RECORDS (PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_RECORDS_RO (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_SIMPLE 0
#define PyBUF_STRIDED (PyBUF_STRIDES | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO (PyBUF_STRIDES)
#define PyBUF_STRIDES (0x0010 | PyBUF_ND)
#define PyBUF_WRITABLE 0x0001
#define PyBUF_WRITE 0x200
#define PyBUF_WRITEABLE PyBUF_WRITABLE
#if PIL_PYTHON >= 0x030A0000
#define PyCF_ALLOW_INCOMPLETE_INPUT 0x4000
#endif
#define PyCF_ALLOW_TOP_LEVEL_AWAIT 0x2000
#if PIL_PYTHON >= 0x030D0000
#define PyCF_COMPILE_MASK 0xf600
#elif PIL_PYTHON >= 0x030A0000
#define PyCF_COMPILE_MASK 0x7600
#elif PIL_PYTHON >= 0x03090000
#define PyCF_COMPILE_MASK (PyCF_ONLY_AST | PyCF_ALLOW_TOP_LEVEL_AWAIT | PyCF_TYPE_COMMENTS | PyCF_DONT_IMPLY_DEDENT)
#endif
#define PyCF_DONT_IMPLY_DEDENT 0x0200
#define PyCF_IGNORE_COOKIE 0x0800
#define PyCF_MASK (CO_FUTURE_DIVISION | CO_FUTURE_ABSOLUTE_IMPORT | CO_FUTURE_WITH_STATEMENT | CO_FUTURE_PRINT_FUNCTION | CO_FUTURE_UNICODE_LITERALS | CO_FUTURE_BARRY_AS_BDFL | CO_FUTURE_GENERATOR_STOP | CO_FUTURE_ANNOTATIONS)
#define PyCF_MASK_OBSOLETE (CO_NESTED)
#define PyCF_ONLY_AST 0x0400
#if PIL_PYTHON >= 0x030D0000
#define PyCF_OPTIMIZED_AST (0x8000 | PyCF_ONLY_AST)
#endif
#define PyCF_SOURCE_IS_UTF8 0x0100
#define PyCF_TYPE_COMMENTS 0x1000
#if PIL_PYTHON >= 0x030D0000
#define PyHASH_IMAG PyHASH_MULTIPLIER
#define PyHASH_INF 314159
#define PyHASH_MULTIPLIER 1000003UL
#endif
#if PIL_PYTHON >= 0x030C0000
#define PyInterpreterConfig_DEFAULT_GIL (0)
#define PyInterpreterConfig_OWN_GIL (2)
#define PyInterpreterConfig_SHARED_GIL (1)
#endif
#define PySet_MINSIZE 8
#if PIL_PYTHON >= 0x030F0000
#define PySlot_INTPTR 0x0004
#define PySlot_OPTIONAL 0x0001
#define PySlot_STATIC 0x0002
#endif
#define PyTrace_CALL 0
#define PyTrace_C_CALL 4
#define PyTrace_C_EXCEPTION 5
#define PyTrace_C_RETURN 6
#define PyTrace_EXCEPTION 1
#define PyTrace_LINE 2
#define PyTrace_OPCODE 7
#define PyTrace_RETURN 3
#define PyTrash_UNWIND_LEVEL 50
#if PIL_PYTHON >= 0x030D0000
#define PyUnstable_EXECUTABLE_KINDS 5
#define PyUnstable_EXECUTABLE_KIND_BUILTIN_FUNCTION 3
#define PyUnstable_EXECUTABLE_KIND_METHOD_DESCRIPTOR 4
#define PyUnstable_EXECUTABLE_KIND_PY_FUNCTION 1
#define PyUnstable_EXECUTABLE_KIND_SKIP 0
#endif
#define PyWrapperFlag_KEYWORDS 1
#if PIL_PYTHON >= 0x030D0000
#define Py_ASNATIVEBYTES_ALLOW_INDEX 16
#define Py_ASNATIVEBYTES_BIG_ENDIAN 0
#define Py_ASNATIVEBYTES_DEFAULTS (-1)
#define Py_ASNATIVEBYTES_LITTLE_ENDIAN 1
#define Py_ASNATIVEBYTES_NATIVE_ENDIAN 3
#define Py_ASNATIVEBYTES_REJECT_NEGATIVE 8
#define Py_ASNATIVEBYTES_UNSIGNED_BUFFER 4
#endif
#if PIL_PYTHON >= 0x030C0000
#define Py_AUDIT_READ (1 << 1)
#endif
#if PIL_PYTHON >= 0x030D0000
#define Py_CONSTANT_ELLIPSIS 3
#define Py_CONSTANT_EMPTY_BYTES 8
#define Py_CONSTANT_EMPTY_STR 7
#define Py_CONSTANT_EMPTY_TUPLE 9
#define Py_CONSTANT_FALSE 1
#define Py_CONSTANT_NONE 0
#define Py_CONSTANT_NOT_IMPLEMENTED 4
#define Py_CONSTANT_ONE 6
#define Py_CONSTANT_TRUE 2
#define Py_CONSTANT_ZERO 5
#define Py_C_RECURSION_LIMIT 10000
#endif
#define Py_DTSF_ADD_DOT_0 0x02
#define Py_DTSF_ALT 0x04
#if PIL_PYTHON >= 0x030B0000
#define Py_DTSF_NO_NEG_0 0x08
#endif
#define Py_DTSF_SIGN 0x01
#define Py_DTST_FINITE 0
#define Py_DTST_INFINITE 1
#define Py_DTST_NAN 2
#define Py_EQ 2
#define Py_GE 5
#define Py_GT 4
#define Py_HASH_CUTOFF 0
#define Py_HASH_EXTERNAL 0
#define Py_HASH_FNV 2
#if PIL_PYTHON >= 0x030B0000
#define Py_HASH_SIPHASH13 3
#endif
#define Py_HASH_SIPHASH24 1
#define Py_INVALID_SIZE ((Py_ssize_t)-1)
#define Py_LE 1
#define Py_LT 0
#if PIL_PYTHON >= 0x030F0000
#define Py_MARSHAL_VERSION 6
#elif PIL_PYTHON >= 0x030E0000
#define Py_MARSHAL_VERSION 5
#elif PIL_PYTHON >= 0x03090000
#define Py_MARSHAL_VERSION 4
#endif
#define Py_MATH_E (2.7182818284590452354)
#define Py_MATH_El (2.7182818284590452353602874713526625L)
#define Py_MATH_PI (3.14159265358979323846)
#define Py_MATH_PIl (3.1415926535897932384626433832795029L)
#define Py_MATH_TAU (6.2831853071795864769252867665590057683943L)
#if PIL_PYTHON >= 0x030D0000
#define Py_MOD_GIL_NOT_USED ((void *)1)
#define Py_MOD_GIL_USED ((void *)0)
#endif
#if PIL_PYTHON >= 0x030C0000
#define Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED ((void *)0)
#define Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED ((void *)1)
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
#endif
#define Py_NE 3
#define Py_PRINT_RAW 1
#if PIL_PYTHON >= 0x030C0000
#define Py_READONLY (1 << 0)
#define Py_RELATIVE_OFFSET (1 << 3)
#define Py_RTFLAGS_DAEMON_THREADS (1UL << 11)
#define Py_RTFLAGS_EXEC (1UL << 16)
#define Py_RTFLAGS_FORK (1UL << 15)
#define Py_RTFLAGS_MULTI_INTERP_EXTENSIONS (1UL << 8)
#define Py_RTFLAGS_THREADS (1UL << 10)
#define Py_RTFLAGS_USE_MAIN_OBMALLOC (1UL << 5)
#endif
#define Py_TPFLAGS_BASETYPE (1UL << 10)
#define Py_TPFLAGS_BASE_EXC_SUBCLASS (1UL << 30)
#define Py_TPFLAGS_BYTES_SUBCLASS (1UL << 27)
#if PIL_PYTHON >= 0x030A0000
#define Py_TPFLAGS_DEFAULT (Py_TPFLAGS_HAVE_STACKLESS_EXTENSION | 0)
#elif PIL_PYTHON >= 0x03090000
#define Py_TPFLAGS_DEFAULT (Py_TPFLAGS_HAVE_STACKLESS_EXTENSION | Py_TPFLAGS_HAVE_VERSION_TAG | 0)
#endif
#define Py_TPFLAGS_DICT_SUBCLASS (1UL << 29)
#if PIL_PYTHON >= 0x030A0000
#define Py_TPFLAGS_DISALLOW_INSTANTIATION (1UL << 7)
#endif
#define Py_TPFLAGS_HAVE_FINALIZE (1UL << 0)
#define Py_TPFLAGS_HAVE_GC (1UL << 14)
#define Py_TPFLAGS_HAVE_VECTORCALL (1UL << 11)
#define Py_TPFLAGS_HAVE_VERSION_TAG (1UL << 18)
#define Py_TPFLAGS_HEAPTYPE (1UL << 9)
#if PIL_PYTHON >= 0x030A0000
#define Py_TPFLAGS_IMMUTABLETYPE (1UL << 8)
#endif
#if PIL_PYTHON >= 0x030D0000
#define Py_TPFLAGS_INLINE_VALUES (1 << 2)
#endif
#define Py_TPFLAGS_IS_ABSTRACT (1UL << 20)
#if PIL_PYTHON >= 0x030C0000
#define Py_TPFLAGS_ITEMS_AT_END (1UL << 23)
#endif
#define Py_TPFLAGS_LIST_SUBCLASS (1UL << 25)
#define Py_TPFLAGS_LONG_SUBCLASS (1UL << 24)
#if PIL_PYTHON >= 0x030B0000
#define Py_TPFLAGS_MANAGED_DICT (1 << 4)
#endif
#if PIL_PYTHON >= 0x030C0000
#define Py_TPFLAGS_MANAGED_WEAKREF (1 << 3)
#endif
#if PIL_PYTHON >= 0x030A0000
#define Py_TPFLAGS_MAPPING (1 << 6)
#endif
#define Py_TPFLAGS_METHOD_DESCRIPTOR (1UL << 17)
#if PIL_PYTHON >= 0x030C0000
#define Py_TPFLAGS_PREHEADER (Py_TPFLAGS_MANAGED_WEAKREF | Py_TPFLAGS_MANAGED_DICT)
#endif
#define Py_TPFLAGS_READY (1UL << 12)
#define Py_TPFLAGS_READYING (1UL << 13)
#if PIL_PYTHON >= 0x030A0000
#define Py_TPFLAGS_SEQUENCE (1 << 5)
#endif
#define Py_TPFLAGS_TUPLE_SUBCLASS (1UL << 26)
#define Py_TPFLAGS_TYPE_SUBCLASS (1UL << 31)
#define Py_TPFLAGS_UNICODE_SUBCLASS (1UL << 28)
#define Py_TPFLAGS_VALID_VERSION_TAG (1UL << 19)
#if PIL_PYTHON >= 0x030E0000
#define Py_TP_USE_SPEC NULL
#endif
#if PIL_PYTHON >= 0x030D0000
#define Py_TRASHCAN_HEADROOM 50
#endif
#if PIL_PYTHON >= 0x030C0000
#define Py_T_BOOL 14
#define Py_T_BYTE 8
#define Py_T_CHAR 7
#define Py_T_DOUBLE 4
#define Py_T_FLOAT 3
#define Py_T_INT 1
#define Py_T_LONG 2
#define Py_T_LONGLONG 17
#define Py_T_OBJECT_EX 16
#define Py_T_PYSSIZET 19
#define Py_T_SHORT 0
#define Py_T_STRING 5
#define Py_T_STRING_INPLACE 13
#define Py_T_UBYTE 9
#define Py_T_UINT 11
#define Py_T_ULONG 12
#define Py_T_ULONGLONG 18
#define Py_T_USHORT 10
#endif
#define Py_UNICODE_REPLACEMENT_CHARACTER ((Py_UCS4) 0xFFFD)
#define Py_am_aiter 78
#define Py_am_anext 79
#define Py_am_await 77
#if PIL_PYTHON >= 0x030A0000
#define Py_am_send 81
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_bf_getbuffer 88
#elif PIL_PYTHON >= 0x03090000
#define Py_bf_getbuffer 1
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_bf_releasebuffer 89
#elif PIL_PYTHON >= 0x03090000
#define Py_bf_releasebuffer 2
#endif
#define Py_eval_input 258
#define Py_file_input 257
#define Py_fstring_input 800
#define Py_func_type_input 345
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_abi 109
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_create 84
#elif PIL_PYTHON >= 0x03090000
#define Py_mod_create 1
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_doc 101
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_exec 85
#elif PIL_PYTHON >= 0x03090000
#define Py_mod_exec 2
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_gil 87
#elif PIL_PYTHON >= 0x030D0000
#define Py_mod_gil 4
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_methods 103
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_multiple_interpreters 86
#elif PIL_PYTHON >= 0x030C0000
#define Py_mod_multiple_interpreters 3
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mod_name 100
#define Py_mod_slots 94
#define Py_mod_state_clear 105
#define Py_mod_state_free 106
#define Py_mod_state_size 102
#define Py_mod_state_traverse 104
#define Py_mod_token 110
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mp_ass_subscript 90
#elif PIL_PYTHON >= 0x03090000
#define Py_mp_ass_subscript 3
#endif
#if PIL_PYTHON >= 0x030F0000
#define Py_mp_length 91
#elif PIL_PYTHON >= 0x03090000
#define Py_mp_length 4
#endif
#define Py_mp_subscript 5
#define Py_nb_absolute 6
#define Py_nb_add 7
#define Py_nb_and 8
#define Py_nb_bool 9
#define Py_nb_divmod 10
#define Py_nb_float 11
#define Py_nb_floor_divide 12
#define Py_nb_index 13
#define Py_nb_inplace_add 14
#define Py_nb_inplace_and 15
#define Py_nb_inplace_floor_divide 16
#define Py_nb_inplace_lshift 17
#define Py_nb_inplace_matrix_multiply 76
#define Py_nb_inplace_multiply 18
#define Py_nb_inplace_or 19
#define Py_nb_inplace_power 20
#define Py_nb_inplace_remainder 21
#define Py_nb_inplace_rshift 22
#define Py_nb_inplace_subtract 23
#define Py_nb_inplace_true_divide 24
#define Py_nb_inplace_xor 25
#define Py_nb_int 26
#define Py_nb_invert 27
#define Py_nb_lshift 28
#define Py_nb_matrix_multiply 75
#define Py_nb_multiply 29
#define Py_nb_negative 30
#define Py_nb_or 31
#define Py_nb_positive 32
#define Py_nb_power 33
#define Py_nb_remainder 34
#define Py_nb_rshift 35
#define Py_nb_subtract 36
#define Py_nb_true_divide 37
#define Py_nb_xor 38
#define Py_single_input 256
#if PIL_PYTHON >= 0x030F0000
#define Py_slot_end 0
#define Py_slot_invalid 0xffff
#define Py_slot_subslots 92
#endif
#define Py_sq_ass_item 39
#define Py_sq_concat 40
#define Py_sq_contains 41
#define Py_sq_inplace_concat 42
#define Py_sq_inplace_repeat 43
#define Py_sq_item 44
#define Py_sq_length 45
#define Py_sq_repeat 46
#define Py_tp_alloc 47
#define Py_tp_base 48
#define Py_tp_bases 49
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_basicsize 96
#endif
#define Py_tp_call 50
#define Py_tp_clear 51
#define Py_tp_dealloc 52
#define Py_tp_del 53
#define Py_tp_descr_get 54
#define Py_tp_descr_set 55
#define Py_tp_doc 56
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_extra_basicsize 97
#endif
#define Py_tp_finalize 80
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_flags 99
#endif
#define Py_tp_free 74
#define Py_tp_getattr 57
#define Py_tp_getattro 58
#define Py_tp_getset 73
#define Py_tp_hash 59
#define Py_tp_init 60
#define Py_tp_is_gc 61
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_itemsize 98
#endif
#define Py_tp_iter 62
#define Py_tp_iternext 63
#define Py_tp_members 72
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_metaclass 107
#endif
#define Py_tp_methods 64
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_module 108
#define Py_tp_name 95
#endif
#define Py_tp_new 65
#define Py_tp_repr 66
#define Py_tp_richcompare 67
#define Py_tp_setattr 68
#define Py_tp_setattro 69
#if PIL_PYTHON >= 0x030F0000
#define Py_tp_slots 93
#endif
#define Py_tp_str 70
#if PIL_PYTHON >= 0x030E0000
#define Py_tp_token 83
#endif
#define Py_tp_traverse 71
#if PIL_PYTHON >= 0x030E0000
#define Py_tp_vectorcall 82
#endif
#define SSTATE_INTERNED_IMMORTAL 2
#if PIL_PYTHON >= 0x030C0000
#define SSTATE_INTERNED_IMMORTAL_STATIC 3
#endif
#define SSTATE_INTERNED_MORTAL 1
#define SSTATE_NOT_INTERNED 0
#define WAIT_LOCK 1
#if PIL_PYTHON >= 0x030E0000
#define _PY_DATA_STACK_CHUNK_SIZE (16*1024)
#endif
#define _PY_FASTCALL_SMALL_STACK 5
#define _PY_READ_MAX PY_SSIZE_T_MAX
#define _PY_WRITE_MAX PY_SSIZE_T_MAX
#define _PyHASH_IMAG 1000003
#define _PyHASH_INF 314159
#define _PyHASH_MULTIPLIER 1000003
#define _PyHASH_NAN 0
#if PIL_PYTHON >= 0x030C0000
#define _PyLong_NON_SIZE_BITS 3
#define _PyLong_SIGN_MASK 3
#endif
#if PIL_PYTHON >= 0x030D0000
#define _PyObject_ALIGNMENT_SHIFT 2
#endif
#if PIL_PYTHON >= 0x030E0000
#define _PyObject_MIN_ALIGNMENT 4
#endif
#if PIL_PYTHON >= 0x030F0000
#define _Py_AFTER_ITEMS (1 << 4)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_ATTR_CACHE_UNUSED (30000)
#endif
#if PIL_PYTHON >= 0x030E0000
#define _Py_IMMORTAL_FLAGS (1 << 0)
#define _Py_IMMORTAL_INITIAL_REFCNT (3ULL << 30)
#define _Py_IMMORTAL_MINIMUM_REFCNT (1ULL << 31)
#endif
#if PIL_PYTHON >= 0x030C0000
#define _Py_IMMORTAL_REFCNT 4294967295
#endif
#if PIL_PYTHON >= 0x030F0000
#define _Py_LEGACY_ABI_CHECK_FLAG (1 << 1)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_LOCKED 1
#endif
#define _Py_MANAGED_BUFFER_FREE_FORMAT 0x002
#define _Py_MANAGED_BUFFER_RELEASED 0x001
#if PIL_PYTHON >= 0x030E0000
#define _Py_MAX_SCRIPT_PATH_SIZE 512
#endif
#define _Py_MEMORYVIEW_C 0x002
#define _Py_MEMORYVIEW_FORTRAN 0x004
#define _Py_MEMORYVIEW_PIL 0x010
#define _Py_MEMORYVIEW_RELEASED 0x001
#if PIL_PYTHON >= 0x030C0000
#define _Py_MEMORYVIEW_RESTRICTED 0x020
#endif
#define _Py_MEMORYVIEW_SCALAR 0x008
#define _Py_PARSE_INTPTR "l"
#define _Py_PARSE_PID "i"
#define _Py_PARSE_UINTPTR "k"
#if PIL_PYTHON >= 0x030E0000
#define _Py_STATICALLY_ALLOCATED_FLAG (1 << 2)
#define _Py_STATIC_FLAG_BITS ((Py_ssize_t)(_Py_STATICALLY_ALLOCATED_FLAG | _Py_IMMORTAL_FLAGS))
#define _Py_STATIC_IMMORTAL_INITIAL_REFCNT (((Py_ssize_t)_Py_IMMORTAL_INITIAL_REFCNT) | (_Py_STATIC_FLAG_BITS << 48))
#endif
#if PIL_PYTHON >= 0x030F0000
#define _Py_STDC_VERSION 201710
#endif
#define _Py_TPFLAGS_HAVE_VECTORCALL Py_TPFLAGS_HAVE_VECTORCALL
#if PIL_PYTHON >= 0x030A0000
#define _Py_TPFLAGS_MATCH_SELF (1UL << 22)
#endif
#if PIL_PYTHON >= 0x030C0000
#define _Py_TPFLAGS_STATIC_BUILTIN (1 << 1)
#define _Py_T_NONE 20
#define _Py_T_OBJECT 6
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_UNLOCKED 0
#define _Py_USE_GCC_BUILTIN_ATOMICS 1
#endif
#if PIL_PYTHON >= 0x030C0000
#define _Py_WRITE_RESTRICTED (1 << 2)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_mod_LAST_SLOT 4
#elif PIL_PYTHON >= 0x030C0000
#define _Py_mod_LAST_SLOT 3
#elif PIL_PYTHON >= 0x03090000
#define _Py_mod_LAST_SLOT 2
#endif
#if PIL_PYTHON >= 0x030F0000
#define _Py_slot_COUNT 111
#endif
#endif
