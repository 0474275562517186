//! What `posix` has in CPython on Linux and not in the VM: device numbers, in `stat_result` and on their own.
//! Packages that describe the machine (psutil) cannot do without.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use rustpython_vm::builtins::{PyBytes, PyInt, PyStr, PyTuple, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

/// Where the device number stands in a result of this module: behind the fields that the VM knows.
struct Shape {
    class: PyRef<PyType>,
    fields: usize,
}

pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let posix = vm.import("posix", 0)?;
    let add =
        |name: &'static str, function: PyObjectRef| posix.set_attr(vm.ctx.intern_str(name), function, vm);
    add("major", vm.new_function("major", |device: u64| libc::major(device)).into())?;
    add("minor", vm.new_function("minor", |device: u64| libc::minor(device)).into())?;
    add("makedev", vm.new_function("makedev", |major: u32, minor: u32| libc::makedev(major, minor)).into())?;

    let example = posix.get_attr("stat", vm)?.call(("/",), vm)?;
    if example.get_attr("st_rdev", vm).is_ok() {
        return Ok(());
    }
    let fields = example.downcast_ref::<PyTuple>().map_or(0, |tuple| tuple.as_slice().len());
    let class = example.class().to_owned();
    let get = move |result: PyRef<PyTuple>, vm: &VirtualMachine| -> PyObjectRef {
        result.as_slice().get(fields).cloned().unwrap_or_else(|| vm.ctx.new_int(0).into())
    };
    let attribute = vm.ctx.new_readonly_getset("st_rdev", vm.ctx.types.tuple_type, get);
    class.set_attr(vm.ctx.intern_str("st_rdev"), attribute.into());
    for name in ["stat", "lstat", "fstat"] {
        let original = posix.get_attr(name, vm)?;
        let known = original.clone();
        let shape = Shape { class: class.clone(), fields };
        let stat = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            let result = original.call(args.clone(), vm)?;
            with_device(result, &shape, name != "lstat", &args, vm)
        };
        let function = PyObjectRef::from(vm.new_function(name, stat));
        replace_in_os(name, &known, &function, vm)?;
        add(name, function)?;
    }
    Ok(())
}

/// `os` has the functions, too, and keeps them in sets that say what they can do.
fn replace_in_os(
    name: &'static str,
    old: &PyObjectRef,
    new: &PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let os = vm.import("os", 0)?;
    os.set_attr(vm.ctx.intern_str(name), new.clone(), vm)?;
    for name in ["supports_dir_fd", "supports_fd", "supports_follow_symlinks"] {
        let set = os.get_attr(name, vm)?;
        if vm.call_method(&set, "__contains__", (old.clone(),))?.try_to_bool(vm)? {
            vm.call_method(&set, "discard", (old.clone(),))?;
            vm.call_method(&set, "add", (new.clone(),))?;
        }
    }
    Ok(())
}

/// Only devices have a number: all other results stay as they are.
fn with_device(
    result: PyObjectRef,
    shape: &Shape,
    follow: bool,
    args: &FuncArgs,
    vm: &VirtualMachine,
) -> PyResult {
    let Some(tuple) = result.downcast_ref::<PyTuple>() else { return Ok(result) };
    let mode = tuple
        .as_slice()
        .first()
        .and_then(|mode| mode.downcast_ref::<PyInt>()?.try_to_primitive::<u32>(vm).ok());
    let kind = mode.unwrap_or_default() & libc::S_IFMT;
    if kind != libc::S_IFCHR && kind != libc::S_IFBLK || tuple.as_slice().len() != shape.fields {
        return Ok(result);
    }
    let follow =
        follow && args.kwargs.get("follow_symlinks").is_none_or(|follow| !follow.is(&vm.ctx.false_value));
    let look = if follow { fs::metadata } else { fs::symlink_metadata };
    let Some(Ok(found)) = path(args, vm)?.map(look) else { return Ok(result) };
    let mut values = tuple.as_slice().to_vec();
    values.push(vm.ctx.new_int(found.rdev()).into());
    PyTuple::new_unchecked(values.into()).into_ref_with_type(vm, shape.class.clone()).map(Into::into)
}

/// What was asked for: a path, below `dir_fd` if that is given, or a descriptor.
fn path(args: &FuncArgs, vm: &VirtualMachine) -> PyResult<Option<PathBuf>> {
    let given = args.args.first().or_else(|| args.kwargs.get("path")).or_else(|| args.kwargs.get("fd"));
    let Some(given) = given else { return Ok(None) };
    if let Some(descriptor) = given.downcast_ref::<PyInt>() {
        return Ok(Some(descriptor_path(descriptor)));
    }
    let plain = match given.class().get_attr(vm.ctx.intern_str("__fspath__")) {
        Some(_) => vm.call_method(given, "__fspath__", ())?,
        None => given.clone(),
    };
    let name = match (plain.downcast_ref::<PyStr>(), plain.downcast_ref::<PyBytes>()) {
        (Some(text), _) => text.as_wtf8().as_bytes().to_vec(),
        (_, Some(bytes)) => bytes.as_bytes().to_vec(),
        _ => return Ok(None),
    };
    let below =
        args.kwargs.get("dir_fd").and_then(|folder| Some(descriptor_path(folder.downcast_ref::<PyInt>()?)));
    Ok(Some(below.unwrap_or_default().join(OsStr::from_bytes(&name))))
}

fn descriptor_path(descriptor: &PyInt) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", descriptor.as_bigint()))
}
