//! libclang behind safe types: the only user of clang-sys and the only unsafe code of the scanner.
//! Every value borrows the translation unit it comes from, so nothing outlives what owns its memory.

use std::ffi::{CStr, CString, c_char, c_uint, c_void};
use std::marker::PhantomData;
use std::ptr;

use clang_sys::*;

/// Proof that libclang is loaded on this thread.
pub(super) struct Library {
    _on_this_thread: PhantomData<*const ()>,
}

/// libclang's index: the owner of translation units.
pub(super) struct Index<'l> {
    raw: CXIndex,
    _library: PhantomData<&'l Library>,
}

/// A parsed translation unit.
pub(super) struct Unit<'i> {
    raw: CXTranslationUnit,
    _index: PhantomData<&'i ()>,
}

/// A cursor into a translation unit.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'u> {
    raw: CXCursor,
    _unit: PhantomData<&'u ()>,
}

/// A type in a translation unit.
#[derive(Clone, Copy)]
pub(super) struct ClangType<'u> {
    raw: CXType,
    _unit: PhantomData<&'u ()>,
}

/// A file of a translation unit, by identity.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FileKey(usize);

/// A place in a file; `file` is `None` for what the compiler made up.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) file: Option<FileKey>,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) offset: u32,
}

/// A diagnostic, copied.
pub(super) struct Diagnosed {
    pub(super) message: String,
    pub(super) place: Place,
    pub(super) severity: CXDiagnosticSeverity,
}

/// Why a file gave no translation unit.
#[derive(Debug, thiserror::Error)]
pub(super) enum ParseError {
    #[error("libclang crashed while parsing it")]
    Crashed,
    #[error("libclang could not parse it (error {0})")]
    Failed(i32),
    #[error("its path or an option holds a NUL byte")]
    Nul,
}

impl Library {
    /// Loads libclang: `LIBCLANG_PATH` (a file or a folder) first, then the usual folders.
    pub(super) fn load() -> Result<Self, String> {
        if !is_loaded() {
            load()?;
        }
        Ok(Library { _on_this_thread: PhantomData })
    }

    /// A new index.
    pub(super) fn index(&self) -> Index<'_> {
        // SAFETY: takes two flags; the library is loaded, `self` proves it.
        let raw = unsafe { clang_createIndex(0, 0) };
        Index { raw, _library: PhantomData }
    }
}

impl Drop for Index<'_> {
    fn drop(&mut self) {
        // SAFETY: made by clang_createIndex, disposed once; units borrow the index and are gone.
        unsafe { clang_disposeIndex(self.raw) }
    }
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        // SAFETY: made by clang_parseTranslationUnit2, disposed once; cursors borrow the unit and are gone.
        unsafe { clang_disposeTranslationUnit(self.raw) }
    }
}

impl Index<'_> {
    /// Parses a file with the given arguments; `unsaved` replaces or adds files by path.
    pub(super) fn parse(
        &self,
        path: &str,
        args: &[String],
        unsaved: &[(String, String)],
    ) -> Result<Unit<'_>, ParseError> {
        let c = |text: &str| CString::new(text).map_err(|_| ParseError::Nul);
        let path = c(path)?;
        let args = args.iter().map(|arg| c(arg)).collect::<Result<Vec<_>, _>>()?;
        let args: Vec<*const c_char> = args.iter().map(|arg| arg.as_ptr()).collect();
        let names = unsaved.iter().map(|(name, _)| c(name)).collect::<Result<Vec<_>, _>>()?;
        let mut files: Vec<CXUnsavedFile> = names
            .iter()
            .zip(unsaved)
            .map(|(name, (_, text))| CXUnsavedFile {
                Filename: name.as_ptr(),
                Contents: text.as_ptr().cast(),
                Length: text.len() as _,
            })
            .collect();
        let flags = CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_KeepGoing;
        let mut raw: CXTranslationUnit = ptr::null_mut();
        // SAFETY: all pointers are to live values of this function with the counts given; the index is live.
        let code = unsafe {
            clang_parseTranslationUnit2(
                self.raw,
                path.as_ptr(),
                args.as_ptr(),
                args.len() as _,
                files.as_mut_ptr(),
                files.len() as _,
                flags,
                &mut raw,
            )
        };
        match code {
            CXError_Success if !raw.is_null() => Ok(Unit { raw, _index: PhantomData }),
            CXError_Crashed => Err(ParseError::Crashed),
            other => Err(ParseError::Failed(other)),
        }
    }
}

impl Unit<'_> {
    /// The cursor of the whole unit.
    pub(super) fn root(&self) -> Cursor<'_> {
        // SAFETY: the unit is live.
        Cursor::of(unsafe { clang_getTranslationUnitCursor(self.raw) })
    }

    /// All diagnostics, copied.
    pub(super) fn diagnostics(&self) -> Vec<Diagnosed> {
        // SAFETY: the unit is live.
        let count = unsafe { clang_getNumDiagnostics(self.raw) };
        (0..count).map(|at| self.diagnostic(at)).collect()
    }

    fn diagnostic(&self, at: c_uint) -> Diagnosed {
        // SAFETY: the unit is live and `at` is below its number of diagnostics.
        let raw = unsafe { clang_getDiagnostic(self.raw, at) };
        // SAFETY: `raw` is live until it is disposed below.
        let message = take_string(unsafe { clang_getDiagnosticSpelling(raw) });
        // SAFETY: as above.
        let place = place_of(unsafe { clang_getDiagnosticLocation(raw) });
        // SAFETY: as above.
        let severity = unsafe { clang_getDiagnosticSeverity(raw) };
        // SAFETY: disposed once, not used afterwards.
        unsafe { clang_disposeDiagnostic(raw) }
        Diagnosed { message, place, severity }
    }

    /// Start and end of every range that the preprocessor skipped.
    pub(super) fn skipped(&self) -> Vec<(Place, Place)> {
        // SAFETY: the unit is live.
        let list = unsafe { clang_getAllSkippedRanges(self.raw) };
        if list.is_null() {
            return Vec::new();
        }
        // SAFETY: not null, so it points to a list that libclang made and that is disposed of below, not before.
        let all = unsafe { &*list };
        let ranges = if all.ranges.is_null() {
            &[]
        } else {
            // SAFETY: libclang says that `count` ranges lie there; they live as long as the list.
            unsafe { std::slice::from_raw_parts(all.ranges, all.count as usize) }
        };
        let ends = ranges.iter().map(|range| (start_of(*range), end_of(*range))).collect();
        // SAFETY: made by libclang for us, disposed once.
        unsafe { clang_disposeSourceRangeList(list) }
        ends
    }

    /// The path of a file of this unit, as it was opened.
    pub(super) fn file_name(&self, file: FileKey) -> String {
        // SAFETY: a FileKey holds a CXFile of a live unit; keys are only made by this file's functions.
        take_string(unsafe { clang_getFileName(file.0 as CXFile) })
    }
}

impl<'u> Cursor<'u> {
    fn of(raw: CXCursor) -> Self {
        Cursor { raw, _unit: PhantomData }
    }

    fn real(raw: CXCursor) -> Option<Self> {
        let is_invalid = (CXCursor_InvalidFile..=CXCursor_InvalidCode).contains(&raw.kind);
        (!is_invalid).then(|| Cursor::of(raw))
    }

    /// libclang's kind.
    pub(super) fn kind(self) -> CXCursorKind {
        self.raw.kind
    }

    /// Identity of what it points to: equal for equal cursors.
    pub(super) fn key(self) -> (i32, usize, usize) {
        (self.raw.kind, self.raw.data[0] as usize, self.raw.data[1] as usize)
    }

    /// The direct children.
    pub(super) fn children(self) -> Vec<Cursor<'u>> {
        let mut all: Vec<Cursor<'u>> = Vec::new();
        // SAFETY: `push_child` gets back the pointer to `all`, which outlives the call; the cursor's unit is live.
        unsafe { clang_visitChildren(self.raw, push_child, ptr::from_mut(&mut all).cast()) };
        all
    }

    /// Where it is; for macro expansions where the macro was used.
    pub(super) fn place(self) -> Place {
        // SAFETY: the cursor's unit is live.
        place_of(unsafe { clang_getCursorLocation(self.raw) })
    }

    /// First byte and one past the last byte of its text.
    pub(super) fn extent(self) -> (Place, Place) {
        // SAFETY: the cursor's unit is live.
        let range = unsafe { clang_getCursorExtent(self.raw) };
        (start_of(range), end_of(range))
    }

    /// Its name, or the text of a literal.
    pub(super) fn spelling(self) -> String {
        // SAFETY: the cursor's unit is live.
        take_string(unsafe { clang_getCursorSpelling(self.raw) })
    }

    /// What it refers to.
    pub(super) fn referenced(self) -> Option<Cursor<'u>> {
        // SAFETY: the cursor's unit is live.
        Cursor::real(unsafe { clang_getCursorReferenced(self.raw) })
    }

    /// The one cursor that stands for all declarations of the same thing.
    pub(super) fn canonical(self) -> Cursor<'u> {
        // SAFETY: the cursor's unit is live.
        Cursor::of(unsafe { clang_getCanonicalCursor(self.raw) })
    }

    /// It is itself a definition.
    pub(super) fn is_definition(self) -> bool {
        // SAFETY: the cursor's unit is live.
        (unsafe { clang_isCursorDefinition(self.raw) }) != 0
    }

    /// What it lies in semantically.
    pub(super) fn semantic_parent(self) -> Option<Cursor<'u>> {
        // SAFETY: the cursor's unit is live.
        Cursor::real(unsafe { clang_getCursorSemanticParent(self.raw) })
    }

    /// Its type.
    pub(super) fn ty(self) -> ClangType<'u> {
        // SAFETY: the cursor's unit is live.
        ClangType::of(unsafe { clang_getCursorType(self.raw) })
    }

    /// The type that a typedef is a name for.
    pub(super) fn underlying(self) -> ClangType<'u> {
        // SAFETY: the cursor's unit is live.
        ClangType::of(unsafe { clang_getTypedefDeclUnderlyingType(self.raw) })
    }

    /// `static`, `extern` ... as written.
    pub(super) fn storage(self) -> CX_StorageClass {
        // SAFETY: the cursor's unit is live.
        unsafe { clang_Cursor_getStorageClass(self.raw) }
    }

    /// Internal, external or no linkage.
    pub(super) fn linkage(self) -> CXLinkageKind {
        // SAFETY: the cursor's unit is live.
        unsafe { clang_getCursorLinkage(self.raw) }
    }

    /// It is thread-local.
    pub(super) fn is_thread_local(self) -> bool {
        // SAFETY: the cursor's unit is live.
        (unsafe { clang_getCursorTLSKind(self.raw) }) != CXTLS_None
    }

    /// The operator of a binary expression.
    pub(super) fn binary_op(self) -> CXBinaryOperatorKind {
        // SAFETY: the cursor's unit is live; other kinds give `Invalid`.
        unsafe { clang_getCursorBinaryOperatorKind(self.raw) }
    }

    /// The operator of a unary expression.
    pub(super) fn unary_op(self) -> CXUnaryOperatorKind {
        // SAFETY: the cursor's unit is live; other kinds give `Invalid`.
        unsafe { clang_getCursorUnaryOperatorKind(self.raw) }
    }

    /// The value of an enumerator.
    pub(super) fn enum_value(self) -> i64 {
        // SAFETY: the cursor's unit is live.
        unsafe { clang_getEnumConstantDeclValue(self.raw) }
    }

    /// The file that an inclusion directive found.
    pub(super) fn included_file(self) -> Option<FileKey> {
        // SAFETY: the cursor's unit is live.
        let file = unsafe { clang_getIncludedFile(self.raw) };
        (!file.is_null()).then_some(FileKey(file as usize))
    }

    /// The initialiser of a variable.
    pub(super) fn initializer(self) -> Option<Cursor<'u>> {
        // SAFETY: the cursor's unit is live; other kinds give a null cursor.
        Cursor::real(unsafe { clang_Cursor_getVarDeclInitializer(self.raw) })
    }

    /// The value of a constant integer expression.
    pub(super) fn evaluate_int(self) -> Option<i64> {
        // SAFETY: the cursor's unit is live.
        let result = unsafe { clang_Cursor_Evaluate(self.raw) };
        if result.is_null() {
            return None;
        }
        // SAFETY: not null, so it is a result that is live until it is disposed below.
        let kind = unsafe { clang_EvalResult_getKind(result) };
        let value = (kind == CXEval_Int).then(|| {
            // SAFETY: as above, and it is an integer.
            unsafe { clang_EvalResult_getAsLongLong(result) }
        });
        // SAFETY: disposed once.
        unsafe { clang_EvalResult_dispose(result) }
        value
    }
}

impl<'u> ClangType<'u> {
    fn of(raw: CXType) -> Self {
        ClangType { raw, _unit: PhantomData }
    }

    /// libclang's kind.
    pub(super) fn kind(self) -> CXTypeKind {
        self.raw.kind
    }

    /// Identity: equal for the same type with the same qualifiers.
    pub(super) fn key(self) -> (i32, usize) {
        (self.raw.kind, self.raw.data[0] as usize)
    }

    /// As written.
    pub(super) fn spelling(self) -> String {
        // SAFETY: the type's unit is live.
        take_string(unsafe { clang_getTypeSpelling(self.raw) })
    }

    /// With every typedef looked through.
    pub(super) fn canonical(self) -> ClangType<'u> {
        // SAFETY: the type's unit is live.
        ClangType::of(unsafe { clang_getCanonicalType(self.raw) })
    }

    /// What a pointer or reference points to.
    pub(super) fn pointee(self) -> ClangType<'u> {
        // SAFETY: the type's unit is live; other kinds give an invalid type.
        ClangType::of(unsafe { clang_getPointeeType(self.raw) })
    }

    /// What an array holds.
    pub(super) fn element(self) -> ClangType<'u> {
        // SAFETY: the type's unit is live; other kinds give an invalid type.
        ClangType::of(unsafe { clang_getArrayElementType(self.raw) })
    }

    /// Length of an array.
    pub(super) fn array_len(self) -> Option<u64> {
        // SAFETY: the type's unit is live; other kinds give -1.
        u64::try_from(unsafe { clang_getArraySize(self.raw) }).ok()
    }

    /// Size in bytes.
    pub(super) fn size(self) -> Option<u64> {
        // SAFETY: the type's unit is live; incomplete types give a negative number.
        u64::try_from(unsafe { clang_Type_getSizeOf(self.raw) }).ok()
    }

    /// The declaration of a record, enum or typedef.
    pub(super) fn declaration(self) -> Option<Cursor<'u>> {
        // SAFETY: the type's unit is live.
        Cursor::real(unsafe { clang_getTypeDeclaration(self.raw) })
    }

    /// `const` at the top.
    pub(super) fn is_const(self) -> bool {
        // SAFETY: the type's unit is live.
        (unsafe { clang_isConstQualifiedType(self.raw) }) != 0
    }

    /// Result of a function type.
    pub(super) fn result(self) -> ClangType<'u> {
        // SAFETY: the type's unit is live; other kinds give an invalid type.
        ClangType::of(unsafe { clang_getResultType(self.raw) })
    }

    /// Parameters of a function type.
    pub(super) fn params(self) -> Vec<ClangType<'u>> {
        // SAFETY: the type's unit is live; other kinds give -1.
        let count = u32::try_from(unsafe { clang_getNumArgTypes(self.raw) }).unwrap_or(0);
        (0..count)
            .map(|at| {
                // SAFETY: the type's unit is live and `at` is below its number of parameters.
                ClangType::of(unsafe { clang_getArgType(self.raw, at) })
            })
            .collect()
    }

    /// A function type with `...`.
    pub(super) fn is_variadic(self) -> bool {
        // SAFETY: the type's unit is live.
        (unsafe { clang_isFunctionTypeVariadic(self.raw) }) != 0
    }
}

extern "C" fn push_child(child: CXCursor, _parent: CXCursor, all: *mut c_void) -> CXChildVisitResult {
    // SAFETY: `children` passes a pointer to its vector, which nothing else uses during the visit.
    let all = unsafe { &mut *all.cast::<Vec<Cursor<'_>>>() };
    all.push(Cursor::of(child));
    CXChildVisit_Continue
}

fn start_of(range: CXSourceRange) -> Place {
    // SAFETY: a range is plain data that its live unit knows.
    place_of(unsafe { clang_getRangeStart(range) })
}

fn end_of(range: CXSourceRange) -> Place {
    // SAFETY: a range is plain data that its live unit knows.
    place_of(unsafe { clang_getRangeEnd(range) })
}

fn place_of(location: CXSourceLocation) -> Place {
    let mut file: CXFile = ptr::null_mut();
    let (mut line, mut column, mut offset) = (0, 0, 0);
    // SAFETY: the location's unit is live; the out pointers are to live locals.
    unsafe { clang_getFileLocation(location, &mut file, &mut line, &mut column, &mut offset) };
    Place { file: (!file.is_null()).then_some(FileKey(file as usize)), line, column, offset }
}

fn take_string(raw: CXString) -> String {
    // SAFETY: `raw` was just made by libclang and is disposed below.
    let text = unsafe { clang_getCString(raw) };
    let owned = if text.is_null() {
        String::new()
    } else {
        // SAFETY: not null, NUL-terminated, live until the string is disposed.
        unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
    };
    // SAFETY: disposed once, `text` is not used afterwards.
    unsafe { clang_disposeString(raw) }
    owned
}
