//! Types of C and of Rust in one spelling: `*PyObject`, `c_int`, `fn`. Constness is dropped: it changed over the
//! versions without breaking callers.

use pilotage_capi::struct_by_tag;
use syn::Type;

/// The shape of a C type as the manifest writes it.
pub fn of_c(text: &str) -> String {
    if text.contains("(*") {
        return "fn".to_owned();
    }
    let stars = text.matches(['*', '[']).count();
    let front = text.split(['*', '[']).next().unwrap_or_default();
    let words: Vec<&str> = front
        .split_whitespace()
        .filter(|w| !matches!(*w, "const" | "volatile" | "struct" | "union" | "enum" | "restrict"))
        .collect();
    let base = match words.join(" ").as_str() {
        "int" | "signed" | "signed int" => "c_int",
        "unsigned" | "unsigned int" => "c_uint",
        "long" | "long int" => "c_long",
        "unsigned long" => "c_ulong",
        "long long" => "c_longlong",
        "unsigned long long" => "c_ulonglong",
        "short" => "c_short",
        "unsigned short" => "c_ushort",
        "char" => "c_char",
        "signed char" => "c_schar",
        "unsigned char" => "c_uchar",
        "void" if stars == 0 => "()",
        "void" => "c_void",
        other => return format!("{}{}", "*".repeat(stars), named(other)),
    }
    .to_owned();
    format!("{}{}", "*".repeat(stars), base)
}

/// The shape of a Rust type as bindgen or pyo3-ffi writes it.
pub fn of_rust(ty: &Type) -> String {
    match ty {
        Type::Ptr(pointer) => format!("*{}", of_rust(&pointer.elem)),
        Type::Reference(reference) => format!("*{}", of_rust(&reference.elem)),
        Type::Array(array) => format!("*{}", of_rust(&array.elem)),
        Type::BareFn(_) => "fn".to_owned(),
        Type::Never(_) => "()".to_owned(),
        Type::Tuple(tuple) if tuple.elems.is_empty() => "()".to_owned(),
        Type::Paren(inner) => of_rust(&inner.elem),
        Type::Group(inner) => of_rust(&inner.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return "?".to_owned() };
            if last.ident == "Option"
                && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
                && let Some(syn::GenericArgument::Type(inner)) = arguments.args.first()
            {
                return of_rust(inner);
            }
            named(&last.ident.to_string())
        }
        _ => "?".to_owned(),
    }
}

/// One name for one type.
fn named(name: &str) -> String {
    let name = struct_by_tag(name).unwrap_or(name);
    match name {
        "size_t" => "usize",
        "ssize_t" | "Py_ssize_t" | "Py_hash_t" => "isize",
        "Py_uhash_t" | "uintptr_t" | "Py_uintptr_t" => "usize",
        "intptr_t" | "Py_intptr_t" => "isize",
        "int8_t" => "i8",
        "uint8_t" | "Py_UCS1" => "u8",
        "int16_t" => "i16",
        "uint16_t" | "Py_UCS2" => "u16",
        "int32_t" => "i32",
        "uint32_t" | "Py_UCS4" => "u32",
        "int64_t" | "PyTime_t" | "_PyTime_t" => "i64",
        "uint64_t" => "u64",
        "double" | "c_double" => "f64",
        "float" | "c_float" => "f32",
        "wchar_t" | "Py_UNICODE" => "wchar_t",
        "FILE" | "_IO_FILE" => "FILE",
        "va_list" | "__gnuc_va_list" | "__builtin_va_list" => "*__va_list_tag",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_meet() {
        for (c, rust) in [
            ("PyObject *", "*mut PyObject"),
            ("const char *const *", "*const *const ::std::os::raw::c_char"),
            ("unsigned long", "c_ulong"),
            ("void", "()"),
            ("void *", "*mut ::std::os::raw::c_void"),
            ("struct _ts *", "*mut PyThreadState"),
            ("int (*)(void *)", "Option<unsafe extern \"C\" fn(*mut c_void) -> c_int>"),
            ("wchar_t *[]", "*mut *mut wchar_t"),
            ("size_t", "usize"),
        ] {
            assert_eq!(of_c(c), of_rust(&syn::parse_str(rust).unwrap()), "{c}");
        }
    }
}
