//! The functions of the API that the shim has to know by name: they move references in ways that the manifest's fields
//! cannot tell (formats), make entries, touch the GIL, or manage memory.

/// What is special about a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special {
    /// Nothing: the manifest says it all.
    None,
    /// `PyType_Ready`: argument 0 is a type.
    TypeReady,
    /// A `PyType_Spec` is this argument.
    TypeSpec(u8),
    /// A `PyModuleDef` is argument 0.
    ModuleDef,
    /// `PyModule_AddFunctions`: a table of methods is argument 1.
    MethodTable,
    /// One `PyMethodDef` is this argument.
    MethodDef(u8),
    /// One `PyGetSetDef` is this argument.
    GetSetDef(u8),
    /// Lets the GIL go.
    LetGo,
    /// Takes the GIL.
    Take,
    /// `PyGILState_Ensure`
    Ensure,
    /// `PyGILState_Release`
    Release,
    /// The format of values is this argument, the values follow.
    Build(u8),
    /// The format of values is this argument, a `va_list` follows.
    BuildList(u8),
    /// The format of out parameters is this argument, they follow the next so many fixed ones.
    Parse { format: u8, first: u8 },
    /// Pointers to object variables follow after the four fixed arguments.
    Unpack,
    /// Allocates `argument 0` bytes.
    Malloc(Family),
    /// Allocates `argument 0 * argument 1` bytes.
    Calloc(Family),
    /// Argument 0 becomes `argument 1` bytes long.
    Realloc(Family),
    /// Frees argument 0.
    Free(Family),
    /// `PyObject_GetBuffer`
    GetBuffer,
    /// `PyBuffer_FillInfo`
    FillBuffer,
    /// `PyBuffer_Release`
    ReleaseBuffer,
    /// `_Py_Dealloc`
    Dealloc,
    /// `_Py_NewReference`: the extension owns argument 0 from now on.
    NewReference,
    /// `PyObject_Init`: the same, and it is returned.
    Init,
    /// The memory behind an object goes back: argument 0.
    FreesObject,
    /// `PyModule_GetState`, `PyType_GetModuleState`
    ModuleState,
    /// A dictionary and a key: with a plain key nothing else runs, save the end of a value that is replaced.
    Keyed,
    /// Called by `tp_traverse`, which changes nothing.
    Visit,
    /// The manifest does not have it: after it there is no verdict.
    Unlisted,
}

impl Special {
    /// Functions of the extension get to the interpreter with this call.
    pub(crate) fn hands_functions(self) -> bool {
        matches!(
            self,
            Special::TypeReady
                | Special::TypeSpec(_)
                | Special::ModuleDef
                | Special::MethodTable
                | Special::MethodDef(_)
                | Special::GetSetDef(_)
                | Special::Parse { .. }
        )
    }
}

/// Objects that a call hands on besides its object arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passes {
    /// None.
    Nothing,
    /// An array is argument 1, its length argument 2, names of some are argument 3.
    Array,
    /// They follow from this argument on, up to a NULL.
    UpToNull(u8),
    /// The format of values is this argument, the values follow.
    Format(u8),
}

/// What the function of this name hands on.
pub(crate) fn passes(name: &str, special: Special) -> Passes {
    match (name, special) {
        (
            "PyObject_Vectorcall"
            | "_PyObject_Vectorcall"
            | "PyObject_VectorcallDict"
            | "PyObject_VectorcallMethod",
            _,
        ) => Passes::Array,
        ("PyObject_CallFunctionObjArgs", _) => Passes::UpToNull(1),
        ("PyObject_CallMethodObjArgs", _) => Passes::UpToNull(2),
        (_, Special::Build(at)) => Passes::Format(at),
        _ => Passes::Nothing,
    }
}

/// Which argument of an allocator of objects is the type.
pub(crate) fn type_argument(name: &str) -> Option<u8> {
    match name {
        "_PyObject_New"
        | "_PyObject_NewVar"
        | "_PyObject_GC_New"
        | "_PyObject_GC_NewVar"
        | "PyType_GenericAlloc" => Some(0),
        "PyObject_Init" | "PyObject_InitVar" => Some(1),
        _ => None,
    }
}

/// A family of allocators: what one gives, only the same takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `malloc`
    C,
    /// `PyMem_RawMalloc`
    Raw,
    /// `PyMem_Malloc`
    Mem,
    /// `PyObject_Malloc`
    Object,
    /// `operator new`
    New,
    /// `operator new[]`
    NewArray,
}

impl Family {
    /// As users know it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Family::C => "malloc",
            Family::Raw => "PyMem_RawMalloc",
            Family::Mem => "PyMem_Malloc",
            Family::Object => "PyObject_Malloc",
            Family::New => "operator new",
            Family::NewArray => "operator new[]",
        }
    }

    /// The function that takes back what this family gave.
    pub(crate) fn release(self) -> &'static str {
        match self {
            Family::C => "free",
            Family::Raw => "PyMem_RawFree",
            Family::Mem => "PyMem_Free",
            Family::Object => "PyObject_Free",
            Family::New => "operator delete",
            Family::NewArray => "operator delete[]",
        }
    }
}

/// What is special about the function of this name.
pub(crate) fn of(name: &str) -> Special {
    // The names with `_SizeT` are what headers make of the plain ones.
    let plain = name.strip_suffix("_SizeT").unwrap_or(name);
    let plain = if plain == name { plain } else { plain.trim_start_matches('_') };
    allocator(plain).or_else(|| format(plain)).or_else(|| maker(plain)).unwrap_or_else(|| other(plain))
}

fn allocator(name: &str) -> Option<Special> {
    let (family, rest) = if let Some(rest) = name.strip_prefix("PyMem_Raw") {
        (Family::Raw, rest)
    } else if let Some(rest) = name.strip_prefix("PyMem_") {
        (Family::Mem, rest)
    } else {
        (Family::Object, name.strip_prefix("PyObject_")?)
    };
    Some(match rest {
        "Malloc" => Special::Malloc(family),
        "Calloc" => Special::Calloc(family),
        "Realloc" => Special::Realloc(family),
        "Free" => Special::Free(family),
        _ => return None,
    })
}

fn format(name: &str) -> Option<Special> {
    Some(match name {
        "Py_BuildValue" => Special::Build(0),
        "Py_VaBuildValue" => Special::BuildList(0),
        "PyObject_CallFunction" | "PyEval_CallFunction" => Special::Build(1),
        "PyObject_CallMethod" | "PyEval_CallMethod" => Special::Build(2),
        "PyArg_ParseTuple" | "PyArg_Parse" => Special::Parse { format: 1, first: 2 },
        "PyArg_ParseTupleAndKeywords" => Special::Parse { format: 2, first: 4 },
        "PyArg_UnpackTuple" => Special::Unpack,
        _ => return None,
    })
}

fn maker(name: &str) -> Option<Special> {
    Some(match name {
        "PyType_Ready" => Special::TypeReady,
        "PyType_FromSpec" | "PyType_FromSpecWithBases" => Special::TypeSpec(0),
        "PyType_FromModuleAndSpec" => Special::TypeSpec(1),
        "PyType_FromMetaclass" => Special::TypeSpec(2),
        "PyModuleDef_Init" | "PyModule_Create2" | "PyModule_FromDefAndSpec2" => Special::ModuleDef,
        "PyModule_AddFunctions" => Special::MethodTable,
        "PyCFunction_NewEx" | "PyCFunction_New" | "PyCMethod_New" => Special::MethodDef(0),
        "PyDescr_NewMethod" | "PyDescr_NewClassMethod" => Special::MethodDef(1),
        "PyDescr_NewGetSet" => Special::GetSetDef(1),
        _ => return None,
    })
}

fn other(name: &str) -> Special {
    match name {
        "PyEval_SaveThread" | "PyEval_ReleaseThread" | "PyEval_ReleaseLock" => Special::LetGo,
        "PyEval_RestoreThread" | "PyEval_AcquireThread" | "PyEval_AcquireLock" => Special::Take,
        "PyGILState_Ensure" => Special::Ensure,
        "PyGILState_Release" => Special::Release,
        "PyObject_GetBuffer" => Special::GetBuffer,
        "PyBuffer_FillInfo" => Special::FillBuffer,
        "PyBuffer_Release" => Special::ReleaseBuffer,
        "_Py_Dealloc" => Special::Dealloc,
        "_Py_NewReference" => Special::NewReference,
        "PyObject_Init" | "PyObject_InitVar" => Special::Init,
        "PyObject_GC_Del" => Special::FreesObject,
        "PyDict_SetItem"
        | "PyDict_GetItem"
        | "PyDict_GetItemWithError"
        | "PyDict_Contains"
        | "PyDict_GetItemRef"
        | "PyDict_SetDefault"
        | "_PyDict_GetItem_KnownHash" => Special::Keyed,
        "PyObject_VisitManagedDict" | "_PyObject_VisitManagedDict" => Special::Visit,
        "PyModule_GetState" | "PyType_GetModuleState" => Special::ModuleState,
        _ => Special::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_size() {
        assert_eq!(of("_Py_BuildValue_SizeT"), of("Py_BuildValue"));
        assert_eq!(of("_PyArg_ParseTuple_SizeT"), Special::Parse { format: 1, first: 2 });
        assert_eq!(of("_PyObject_CallMethod_SizeT"), Special::Build(2));
        assert_eq!(of("PyMem_RawRealloc"), Special::Realloc(Family::Raw));
        assert_eq!(of("PyMem_Free"), Special::Free(Family::Mem));
        assert_eq!(of("PyObject_Free"), Special::Free(Family::Object));
        assert_eq!(of("PyObject_Repr"), Special::None);
    }

    #[test]
    fn every_special_function_is_in_the_manifest() {
        for name in [
            "PyType_Ready",
            "PyType_FromMetaclass",
            "PyModule_FromDefAndSpec2",
            "PyCMethod_New",
            "PyDescr_NewGetSet",
            "PyEval_SaveThread",
            "_Py_Dealloc",
            "PyObject_InitVar",
            "PyType_GetModuleState",
            "PyArg_UnpackTuple",
        ] {
            assert!(pilotage_capi::get(name).is_some(), "{name}");
            assert_ne!(of(name), Special::None, "{name}");
        }
    }
}
