//! Names and signatures that headers or Rust bindings declare, read with syn.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow};
use syn::{Attribute, FnArg, ForeignItem, Item, ReturnType};

use crate::shape::of_rust;
use crate::{Compiler, Python};

/// Parameter and return shapes of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// In order.
    pub params: Vec<String>,
    /// `()` for void.
    pub returns: String,
    /// Takes `...`.
    pub variadic: bool,
    /// The text of its `cfg` attributes, for pyo3-ffi.
    pub cfg: String,
}

/// What a set of headers declares.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// Functions; several where `cfg` selects.
    pub functions: BTreeMap<String, Vec<Signature>>,
    /// Variables.
    pub statics: BTreeSet<String>,
    /// Structs, unions, enums, typedefs and enumerators.
    pub types: BTreeSet<String>,
}

impl Declared {
    /// A function, variable, type or enumerator of that name.
    pub fn has(&self, name: &str) -> bool {
        self.functions.contains_key(name) || self.statics.contains(name) || self.types.contains(name)
    }
}

/// What bindgen sees in the headers of a CPython for such a text.
pub fn from_headers(python: &Python, text: &str) -> Result<Declared> {
    let builtin = Compiler::plain().run(&["-print-file-name=include"], "")?;
    let code = bindgen::Builder::default()
        .header_contents("pilotage_check.h", text)
        .clang_args(python.options())
        .clang_arg("-std=gnu17")
        // PyPI's libclang has no stddef.h of its own.
        .clang_arg(format!("-idirafter{}", builtin.trim()))
        .allowlist_file(format!("{}.*", python.include.display()))
        .allowlist_recursively(false)
        .generate_inline_functions(true)
        .layout_tests(false)
        .generate_comments(false)
        .prepend_enum_name(false)
        .derive_debug(false)
        .derive_copy(false)
        .formatter(bindgen::Formatter::None)
        .generate()
        .with_context(|| format!("bindgen over {}", python.include.display()))?
        .to_string();
    from_source(&code)
}

/// What Rust source declares.
pub fn from_source(code: &str) -> Result<Declared> {
    let file = syn::parse_file(code).context("cannot parse")?;
    let mut out = Declared::default();
    for item in &file.items {
        read(item, "", &mut out)?;
    }
    Ok(out)
}

fn read(item: &Item, cfg: &str, out: &mut Declared) -> Result<()> {
    match item {
        Item::ForeignMod(block) => {
            let cfg = format!("{cfg}{}", conditions(&block.attrs));
            block.items.iter().for_each(|i| foreign(i, &cfg, out));
        }
        Item::Macro(call) if call.mac.path.is_ident("extern_libpython") => {
            let cfg = format!("{cfg}{}", conditions(&call.attrs));
            let body = call.mac.tokens.to_string();
            // The macro takes an ABI in front, or none.
            let body = body.trim_start_matches("\"C\"").trim_start_matches("\"C-unwind\"").trim();
            let body = body.strip_prefix('{').and_then(|b| b.strip_suffix('}')).unwrap_or(body);
            let block: syn::ItemForeignMod = syn::parse_str(&format!("extern \"C\" {{ {body} }}"))
                .map_err(|e| anyhow!("extern_libpython: {e}"))?;
            block.items.iter().for_each(|i| foreign(i, &cfg, out));
        }
        Item::Fn(function) => {
            let cfg = format!("{cfg}{}", conditions(&function.attrs));
            add(out, &function.sig, cfg);
        }
        Item::Type(alias) => {
            out.types.insert(alias.ident.to_string());
        }
        Item::Struct(item) => {
            out.types.insert(item.ident.to_string());
        }
        Item::Union(item) => {
            out.types.insert(item.ident.to_string());
        }
        Item::Enum(item) => {
            out.types.insert(item.ident.to_string());
        }
        Item::Const(item) => {
            out.types.insert(item.ident.to_string());
        }
        Item::Mod(module) => {
            let cfg = format!("{cfg}{}", conditions(&module.attrs));
            for item in module.content.iter().flat_map(|(_, items)| items) {
                read(item, &cfg, out)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn foreign(item: &ForeignItem, cfg: &str, out: &mut Declared) {
    match item {
        ForeignItem::Fn(function) => add(out, &function.sig, format!("{cfg}{}", conditions(&function.attrs))),
        ForeignItem::Static(item) => {
            out.statics.insert(item.ident.to_string());
        }
        ForeignItem::Type(item) => {
            out.types.insert(item.ident.to_string());
        }
        _ => {}
    }
}

fn add(out: &mut Declared, signature: &syn::Signature, cfg: String) {
    let params = signature.inputs.iter().filter_map(|input| match input {
        // A parameter that older versions declared otherwise stands there twice.
        FnArg::Typed(typed) if conditions(&typed.attrs).contains("not") => None,
        FnArg::Typed(typed) => Some(of_rust(&typed.ty)),
        FnArg::Receiver(_) => None,
    });
    let returns = match &signature.output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => of_rust(ty),
    };
    let read = Signature { params: params.collect(), returns, variadic: signature.variadic.is_some(), cfg };
    out.functions.entry(signature.ident.to_string()).or_default().push(read);
}

/// The `cfg` attributes as text, `(Py_3_13)(not(PyPy))`.
fn conditions(attributes: &[Attribute]) -> String {
    let lists = attributes.iter().filter(|a| a.path().is_ident("cfg"));
    lists.filter_map(|a| a.meta.require_list().ok()).map(|l| format!("({})", l.tokens)).collect()
}
