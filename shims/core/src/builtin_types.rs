//! The types of the VM that C knows by symbol: where the VM has them, and CPython's sizes, which extensions check.
//! One list; `builtin.rs` makes statics of it.

/// Symbol, Python expression, `tp_basicsize`, `tp_itemsize`, `tp_dictoffset`, `tp_weaklistoffset`, `tp_flags` of 3.14.
macro_rules! builtin_types {
    ($with:ident) => {
        $with! {
        PyAsyncGen_Type, "type(_ag())", 144, 8, 0, 16, 0x5182;
        _PyAsyncGenASend_Type, "(lambda a: (type(a), a.close())[0])(_ag().asend(None))", 40, 0, 0, 0, 0x5182;
        PyBaseObject_Type, "object", 16, 0, 0, 0, 0x1502;
        PyBool_Type, "bool", 24, 4, 0, 0, 0x1401102;
        PyByteArray_Type, "bytearray", 56, 0, 0, 0, 0x401502;
        PyByteArrayIter_Type, "type(iter(bytearray()))", 32, 0, 0, 0, 0x5182;
        PyBytes_Type, "bytes", 33, 1, 0, 0, 0x8401502;
        PyBytesIter_Type, "type(iter(b''))", 32, 0, 0, 0, 0x5182;
        PyCallIter_Type, "type(iter(int,1))", 32, 0, 0, 0, 0x5182;
        PyCell_Type, "type(_ge.__closure__[0])", 24, 0, 0, 0, 0x5102;
        PyClassMethod_Type, "classmethod", 32, 0, 24, 0, 0x5502;
        PyCode_Type, "type(_f.__code__)", 208, 2, 0, 144, 0x1102;
        PyComplex_Type, "complex", 32, 0, 0, 0, 0x1502;
        PyContext_Type, "_contextvars.Context", 48, 0, 0, 32, 0x5102;
        PyContextToken_Type, "_contextvars.Token", 48, 0, 0, 0, 0x5102;
        PyContextVar_Type, "_contextvars.ContextVar", 64, 0, 0, 0, 0x5102;
        PyCoro_Type, "type(_co())", 144, 8, 0, 16, 0x5182;
        PyDict_Type, "dict", 48, 0, 0, 0, 0x20405542;
        PyDictItems_Type, "type({}.items())", 24, 0, 0, 0, 0x5182;
        PyDictIterItem_Type, "type(iter({}.items()))", 56, 0, 0, 0, 0x5182;
        PyDictIterKey_Type, "type(iter({}))", 56, 0, 0, 0, 0x5182;
        PyDictIterValue_Type, "type(iter({}.values()))", 56, 0, 0, 0, 0x5182;
        PyDictKeys_Type, "type({}.keys())", 24, 0, 0, 0, 0x5182;
        PyDictProxy_Type, "type(type.__dict__)", 24, 0, 0, 0, 0x5142;
        PyDictRevIterItem_Type, "type(reversed({}.items()))", 56, 0, 0, 0, 0x5182;
        PyDictRevIterKey_Type, "type(reversed({}))", 56, 0, 0, 0, 0x5182;
        PyDictRevIterValue_Type, "type(reversed({}.values()))", 56, 0, 0, 0, 0x5182;
        PyDictValues_Type, "type({}.values())", 24, 0, 0, 0, 0x5182;
        PyEllipsis_Type, "type(...)", 16, 0, 0, 0, 0x1102;
        PyEnum_Type, "enumerate", 56, 0, 0, 0, 0x5502;
        PyFilter_Type, "filter", 32, 0, 0, 0, 0x5502;
        PyFloat_Type, "float", 24, 0, 0, 0, 0x401502;
        PyFrame_Type, "type(_tb.tb_frame)", 136, 8, 0, 0, 0x5182;
        PyFrameLocalsProxy_Type, "(lambda: type(__import__('sys')._getframe().f_locals))()", 24, 0, 0, 0, 0x5142;
        PyFrozenSet_Type, "frozenset", 200, 0, 0, 192, 0x405502;
        PyFunction_Type, "type(_f)", 152, 0, 88, 96, 0x25102;
        PyGen_Type, "type(_ge())", 144, 8, 0, 16, 0x5182;
        Py_GenericAliasType, "type(list[int])", 64, 0, 0, 40, 0x5502;
        PyList_Type, "list", 40, 0, 0, 0, 0x2405522;
        PyListIter_Type, "type(iter([]))", 32, 0, 0, 0, 0x5182;
        PyListRevIter_Type, "type(reversed([]))", 32, 0, 0, 0, 0x5182;
        PyLong_Type, "int", 24, 4, 0, 0, 0x1401502;
        PyLongRangeIter_Type, "type(iter(range(1<<100)))", 40, 0, 0, 0, 0x1182;
        PyMap_Type, "map", 32, 0, 0, 0, 0x5502;
        PyMemoryView_Type, "memoryview", 144, 8, 0, 136, 0x5122;
        PyMethod_Type, "type(_C().f)", 48, 0, 0, 32, 0x5102;
        PyModule_Type, "type(_weakref)", 56, 0, 16, 40, 0x5502;
        _PyNone_Type, "type(None)", 16, 0, 0, 0, 0x1102;
        _PyNotImplemented_Type, "type(NotImplemented)", 16, 0, 0, 0, 0x1102;
        PyODict_Type, "_collections.OrderedDict", 112, 0, 96, 104, 0x20405542;
        PyODictItems_Type, "type(_collections.OrderedDict().items())", 24, 0, 0, 0, 0x5102;
        PyODictIter_Type, "type(iter(_collections.OrderedDict()))", 64, 0, 0, 0, 0x5182;
        PyODictKeys_Type, "type(_collections.OrderedDict().keys())", 24, 0, 0, 0, 0x5102;
        PyODictValues_Type, "type(_collections.OrderedDict().values())", 24, 0, 0, 0, 0x5102;
        PyPickleBuffer_Type, "_pickle.PickleBuffer", 104, 0, 0, 96, 0x5102;
        PyProperty_Type, "property", 64, 0, 0, 0, 0x5502;
        PyRange_Type, "range", 48, 0, 0, 0, 0x1122;
        PyRangeIter_Type, "type(iter(range(0)))", 40, 0, 0, 0, 0x1182;
        PyReversed_Type, "type(reversed(''))", 32, 0, 0, 0, 0x5502;
        PySeqIter_Type, "type(iter(_S()))", 32, 0, 0, 0, 0x5182;
        PySet_Type, "set", 200, 0, 0, 192, 0x405502;
        PySetIter_Type, "type(iter(set()))", 48, 0, 0, 0, 0x5182;
        PySlice_Type, "slice", 40, 0, 0, 0, 0x5102;
        PyStaticMethod_Type, "staticmethod", 32, 0, 24, 0, 0x5502;
        PySuper_Type, "super", 40, 0, 0, 0, 0x5502;
        PyTraceBack_Type, "type(_tb)", 40, 0, 0, 0, 0x5102;
        PyTuple_Type, "tuple", 32, 8, 0, 0, 0x4405522;
        PyTupleIter_Type, "type(iter(()))", 32, 0, 0, 0, 0x5182;
        PyType_Type, "type", 936, 40, 264, 368, 0x80805502;
        PyUnicode_Type, "str", 64, 0, 0, 0, 0x10401502;
        PyUnicodeIter_Type, "type(iter('\\xff'))", 32, 0, 0, 0, 0x5182;
        _PyUnion_Type, "type(int | str)", 32, 0, 0, 0, 0x5182;
        _PyWeakref_CallableProxyType, "_weakref.CallableProxyType", 64, 0, 0, 0, 0x5182;
        _PyWeakref_ProxyType, "_weakref.ProxyType", 64, 0, 0, 0, 0x5182;
        _PyWeakref_RefType, "_weakref.ref", 64, 0, 0, 0, 0x5502;
        PyZip_Type, "zip", 48, 0, 0, 0, 0x5502;
        }
    };
}

/// Variant, symbol, name in `builtins`, `tp_basicsize`.
macro_rules! builtin_exceptions {
    ($with:ident) => {
        $with! {
        ArithmeticError, PyExc_ArithmeticError, "ArithmeticError", 72;
        AssertionError, PyExc_AssertionError, "AssertionError", 72;
        AttributeError, PyExc_AttributeError, "AttributeError", 88;
        BaseException, PyExc_BaseException, "BaseException", 72;
        BaseExceptionGroup, PyExc_BaseExceptionGroup, "BaseExceptionGroup", 96;
        BlockingIOError, PyExc_BlockingIOError, "BlockingIOError", 112;
        BrokenPipeError, PyExc_BrokenPipeError, "BrokenPipeError", 112;
        BufferError, PyExc_BufferError, "BufferError", 72;
        BytesWarning, PyExc_BytesWarning, "BytesWarning", 72;
        ChildProcessError, PyExc_ChildProcessError, "ChildProcessError", 112;
        ConnectionAbortedError, PyExc_ConnectionAbortedError, "ConnectionAbortedError", 112;
        ConnectionError, PyExc_ConnectionError, "ConnectionError", 112;
        ConnectionRefusedError, PyExc_ConnectionRefusedError, "ConnectionRefusedError", 112;
        ConnectionResetError, PyExc_ConnectionResetError, "ConnectionResetError", 112;
        DeprecationWarning, PyExc_DeprecationWarning, "DeprecationWarning", 72;
        EOFError, PyExc_EOFError, "EOFError", 72;
        EncodingWarning, PyExc_EncodingWarning, "EncodingWarning", 72;
        Exception, PyExc_Exception, "Exception", 72;
        FileExistsError, PyExc_FileExistsError, "FileExistsError", 112;
        FileNotFoundError, PyExc_FileNotFoundError, "FileNotFoundError", 112;
        FloatingPointError, PyExc_FloatingPointError, "FloatingPointError", 72;
        FutureWarning, PyExc_FutureWarning, "FutureWarning", 72;
        GeneratorExit, PyExc_GeneratorExit, "GeneratorExit", 72;
        ImportError, PyExc_ImportError, "ImportError", 104;
        ImportWarning, PyExc_ImportWarning, "ImportWarning", 72;
        IndentationError, PyExc_IndentationError, "IndentationError", 144;
        IndexError, PyExc_IndexError, "IndexError", 72;
        InterruptedError, PyExc_InterruptedError, "InterruptedError", 112;
        IsADirectoryError, PyExc_IsADirectoryError, "IsADirectoryError", 112;
        KeyError, PyExc_KeyError, "KeyError", 72;
        KeyboardInterrupt, PyExc_KeyboardInterrupt, "KeyboardInterrupt", 72;
        LookupError, PyExc_LookupError, "LookupError", 72;
        MemoryError, PyExc_MemoryError, "MemoryError", 72;
        ModuleNotFoundError, PyExc_ModuleNotFoundError, "ModuleNotFoundError", 104;
        NameError, PyExc_NameError, "NameError", 80;
        NotADirectoryError, PyExc_NotADirectoryError, "NotADirectoryError", 112;
        NotImplementedError, PyExc_NotImplementedError, "NotImplementedError", 72;
        OSError, PyExc_OSError, "OSError", 112;
        OverflowError, PyExc_OverflowError, "OverflowError", 72;
        PendingDeprecationWarning, PyExc_PendingDeprecationWarning, "PendingDeprecationWarning", 72;
        PermissionError, PyExc_PermissionError, "PermissionError", 112;
        ProcessLookupError, PyExc_ProcessLookupError, "ProcessLookupError", 112;
        PythonFinalizationError, PyExc_PythonFinalizationError, "PythonFinalizationError", 72;
        RecursionError, PyExc_RecursionError, "RecursionError", 72;
        ReferenceError, PyExc_ReferenceError, "ReferenceError", 72;
        ResourceWarning, PyExc_ResourceWarning, "ResourceWarning", 72;
        RuntimeError, PyExc_RuntimeError, "RuntimeError", 72;
        RuntimeWarning, PyExc_RuntimeWarning, "RuntimeWarning", 72;
        StopAsyncIteration, PyExc_StopAsyncIteration, "StopAsyncIteration", 72;
        StopIteration, PyExc_StopIteration, "StopIteration", 80;
        SyntaxError, PyExc_SyntaxError, "SyntaxError", 144;
        SyntaxWarning, PyExc_SyntaxWarning, "SyntaxWarning", 72;
        SystemError, PyExc_SystemError, "SystemError", 72;
        SystemExit, PyExc_SystemExit, "SystemExit", 80;
        TabError, PyExc_TabError, "TabError", 144;
        TimeoutError, PyExc_TimeoutError, "TimeoutError", 112;
        TypeError, PyExc_TypeError, "TypeError", 72;
        UnboundLocalError, PyExc_UnboundLocalError, "UnboundLocalError", 80;
        UnicodeDecodeError, PyExc_UnicodeDecodeError, "UnicodeDecodeError", 112;
        UnicodeEncodeError, PyExc_UnicodeEncodeError, "UnicodeEncodeError", 112;
        UnicodeError, PyExc_UnicodeError, "UnicodeError", 72;
        UnicodeTranslateError, PyExc_UnicodeTranslateError, "UnicodeTranslateError", 112;
        UnicodeWarning, PyExc_UnicodeWarning, "UnicodeWarning", 72;
        UserWarning, PyExc_UserWarning, "UserWarning", 72;
        ValueError, PyExc_ValueError, "ValueError", 72;
        Warning, PyExc_Warning, "Warning", 72;
        ZeroDivisionError, PyExc_ZeroDivisionError, "ZeroDivisionError", 72;
        }
    };
}

pub(crate) use {builtin_exceptions, builtin_types};
