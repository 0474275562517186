//! The C-API of `datetime`: the struct behind the capsule `datetime.datetime_CAPI`, and the fields of dates that
//! extensions read by macro. The classes are the VM's.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::{
    PyDateTime_CAPI, PyDateTime_Date, PyDateTime_DateTime, PyDateTime_Delta, PyDateTime_TZInfo,
    PyDateTime_Time, PyObject, PyTypeObject,
};

use crate::body::World;
use crate::convert::{borrow_c, from_c, from_c_opt, give, to_c};
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::pycapsule::PyCapsule_New;
use crate::python;

/// The name of the capsule.
pub(crate) const CAPI_NAME: &str = "datetime.datetime_CAPI";

type Fill = unsafe fn(*mut PyObject, Obj);

/// The size of instances and what fills them, for the classes of `datetime`.
pub(crate) fn layout(class: Obj) -> Option<(isize, Option<Fill>)> {
    let name = model().type_name(class);
    let (size, fill): (usize, Option<Fill>) = match name.as_str() {
        "date" => (size_of::<PyDateTime_Date>(), Some(fill_date)),
        "datetime" => (size_of::<PyDateTime_DateTime>(), Some(fill_datetime)),
        "time" => (size_of::<PyDateTime_Time>(), Some(fill_time)),
        "timedelta" => (size_of::<PyDateTime_Delta>(), Some(fill_delta)),
        "tzinfo" => (size_of::<PyDateTime_TZInfo>(), None),
        _ => return None,
    };
    let module = python::attr_opt(class, "__module__").ok().flatten()?;
    let is_ours = model().shape(module.obj()) == Shape::Str && python::to_string(module.obj()) == "datetime";
    is_ours.then_some((size.cast_signed(), fill))
}

/// What the class of `datetime` itself says: one that inherits from it may say something else (NaN, of pandas' NaT).
fn field(vm: Obj, name: &str) -> i64 {
    let (class, name) = (model().class(vm), python::name(name));
    let line = model().type_mro(class);
    let getter = line.iter().rev().find_map(|base| model().type_own(base.obj(), name.obj()));
    let value = getter.and_then(|getter| python::call_method(getter.obj(), "__get__", &[vm, class]).ok());
    value
        .filter(|value| model().shape(value.obj()) == Shape::Int)
        .and_then(|value| model().int_to_i64(value.obj()))
        .unwrap_or(0)
}

fn date_bytes(vm: Obj, data: &mut [u8]) {
    let year = field(vm, "year");
    data[0] = (year >> 8) as u8;
    data[1] = year as u8;
    data[2] = field(vm, "month") as u8;
    data[3] = field(vm, "day") as u8;
}

fn time_bytes(vm: Obj, data: &mut [u8]) {
    let microsecond = field(vm, "microsecond");
    data[0] = field(vm, "hour") as u8;
    data[1] = field(vm, "minute") as u8;
    data[2] = field(vm, "second") as u8;
    data[3] = (microsecond >> 16) as u8;
    data[4] = (microsecond >> 8) as u8;
    data[5] = microsecond as u8;
}

/// The zone, None where there is none, and whether there is one. The date keeps its zone.
fn zone(vm: Obj) -> (*mut PyObject, c_char) {
    match python::attr(vm, "tzinfo").ok().filter(|zone| zone.obj() != model().none()) {
        Some(zone) => (borrow_c(zone.obj()), 1),
        None => (&raw mut crate::builtin::_Py_NoneStruct, 0),
    }
}

unsafe fn fill_date(p: *mut PyObject, vm: Obj) {
    let date: *mut PyDateTime_Date = p.cast();
    // SAFETY: a body with the layout of a date.
    unsafe {
        (*date).hashcode = -1;
        date_bytes(vm, &mut (*date).data);
    }
}

unsafe fn fill_time(p: *mut PyObject, vm: Obj) {
    let time: *mut PyDateTime_Time = p.cast();
    // SAFETY: a body with the layout of a time.
    unsafe {
        (*time).hashcode = -1;
        time_bytes(vm, &mut (*time).data);
        (*time).fold = field(vm, "fold") as u8;
        ((*time).tzinfo, (*time).hastzinfo) = zone(vm);
    }
}

unsafe fn fill_datetime(p: *mut PyObject, vm: Obj) {
    let datetime: *mut PyDateTime_DateTime = p.cast();
    // SAFETY: a body with the layout of a datetime.
    unsafe {
        (*datetime).hashcode = -1;
        let data = &mut (*datetime).data;
        date_bytes(vm, &mut data[..4]);
        time_bytes(vm, &mut data[4..]);
        (*datetime).fold = field(vm, "fold") as u8;
        ((*datetime).tzinfo, (*datetime).hastzinfo) = zone(vm);
    }
}

unsafe fn fill_delta(p: *mut PyObject, vm: Obj) {
    let delta: *mut PyDateTime_Delta = p.cast();
    // SAFETY: a body with the layout of a timedelta.
    unsafe {
        (*delta).hashcode = -1;
        (*delta).days = field(vm, "days") as c_int;
        (*delta).seconds = field(vm, "seconds") as c_int;
        (*delta).microseconds = field(vm, "microseconds") as c_int;
    }
}

static PUBLISHED: World<bool> = World::new(false);

/// Puts the capsule into the module `datetime`.
pub(crate) fn publish() -> Result<()> {
    if PUBLISHED.with(|published| *published) {
        return Ok(());
    }
    let module = model().import("datetime")?;
    let class = |name: &str| -> Result<*mut PyTypeObject> {
        Ok(borrow_c(python::attr(module.obj(), name)?.obj()).cast())
    };
    let utc = python::attr(python::attr(module.obj(), "timezone")?.obj(), "utc")?;
    let api = Box::leak(Box::new(PyDateTime_CAPI {
        DateType: class("date")?,
        DateTimeType: class("datetime")?,
        TimeType: class("time")?,
        DeltaType: class("timedelta")?,
        TZInfoType: class("tzinfo")?,
        TimeZone_UTC: to_c(utc),
        Date_FromDate: date_from_date as *mut c_void,
        DateTime_FromDateAndTime: datetime_from_parts as *mut c_void,
        Time_FromTime: time_from_parts as *mut c_void,
        Delta_FromDelta: delta_from_delta as *mut c_void,
        TimeZone_FromTimeZone: timezone as *mut c_void,
        DateTime_FromTimestamp: datetime_from_timestamp as *mut c_void,
        Date_FromTimestamp: date_from_timestamp as *mut c_void,
        DateTime_FromDateAndTimeAndFold: datetime_from_parts_and_fold as *mut c_void,
        Time_FromTimeAndFold: time_from_parts_and_fold as *mut c_void,
    }));
    // SAFETY: the struct and its name last for ever.
    let capsule = unsafe {
        let name = c"datetime.datetime_CAPI".as_ptr();
        crate::convert::steal(PyCapsule_New(core::ptr::from_mut(api).cast(), name, None))
    };
    python::set_attr(module.obj(), "datetime_CAPI", capsule.obj())?;
    PUBLISHED.with(|published| *published = true);
    Ok(())
}

/// `class(*numbers, zone, fold=fold)`.
unsafe fn construct(
    class: *mut PyTypeObject,
    numbers: &[c_int],
    zone: Option<*mut PyObject>,
    fold: Option<c_int>,
) -> *mut PyObject {
    let mut args: Vec<Ref> = numbers.iter().map(|&number| model().int_from_i64(i64::from(number))).collect();
    // SAFETY: the caller's promise: living bodies.
    unsafe {
        if let Some(zone) = zone {
            args.push(from_c_opt(zone).unwrap_or_else(|| model().none()).to_ref());
        }
        let name = python::name("fold");
        let names = if let Some(fold) = fold {
            args.push(model().int_from_i64(i64::from(fold)));
            vec![name.obj()]
        } else {
            Vec::new()
        };
        let args: Vec<Obj> = args.iter().map(Ref::obj).collect();
        give(model().call(from_c(class.cast()), &args, &names))
    }
}

unsafe extern "C" fn date_from_date(
    year: c_int,
    month: c_int,
    day: c_int,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { construct(class, &[year, month, day], None, None) }
}

unsafe extern "C" fn datetime_from_parts(
    year: c_int,
    month: c_int,
    day: c_int,
    hour: c_int,
    minute: c_int,
    second: c_int,
    microsecond: c_int,
    zone: *mut PyObject,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { construct(class, &[year, month, day, hour, minute, second, microsecond], Some(zone), None) }
}

unsafe extern "C" fn datetime_from_parts_and_fold(
    year: c_int,
    month: c_int,
    day: c_int,
    hour: c_int,
    minute: c_int,
    second: c_int,
    microsecond: c_int,
    zone: *mut PyObject,
    fold: c_int,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        construct(class, &[year, month, day, hour, minute, second, microsecond], Some(zone), Some(fold))
    }
}

unsafe extern "C" fn time_from_parts(
    hour: c_int,
    minute: c_int,
    second: c_int,
    microsecond: c_int,
    zone: *mut PyObject,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { construct(class, &[hour, minute, second, microsecond], Some(zone), None) }
}

unsafe extern "C" fn time_from_parts_and_fold(
    hour: c_int,
    minute: c_int,
    second: c_int,
    microsecond: c_int,
    zone: *mut PyObject,
    fold: c_int,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { construct(class, &[hour, minute, second, microsecond], Some(zone), Some(fold)) }
}

/// The class itself brings the parts into their ranges, which is what `normalize` asks for.
unsafe extern "C" fn delta_from_delta(
    days: c_int,
    seconds: c_int,
    microseconds: c_int,
    _normalize: c_int,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { construct(class, &[days, seconds, microseconds], None, None) }
}

unsafe extern "C" fn timezone(offset: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let mut args = vec![from_c(offset)];
        args.extend(from_c_opt(name));
        give(python::call_function("datetime", "timezone", &args))
    }
}

unsafe fn from_timestamp(class: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> Result {
    // SAFETY: the caller's promise: a class, a tuple, null or a dict.
    unsafe {
        let mut all: Vec<Ref> = model().tuple_items(from_c(args)).iter().map(|arg| arg.to_ref()).collect();
        let mut names = Vec::new();
        if let Some(kwargs) = from_c_opt(kwargs) {
            let mut position = 0;
            while let Some((name, value)) = model().dict_next(kwargs, &mut position) {
                names.push(name);
                all.push(value);
            }
        }
        let all: Vec<Obj> = all.iter().map(Ref::obj).collect();
        let names: Vec<Obj> = names.iter().map(Ref::obj).collect();
        model().call(python::attr(from_c(class), "fromtimestamp")?.obj(), &all, &names)
    }
}

unsafe extern "C" fn datetime_from_timestamp(
    class: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { from_timestamp(class, args, kwargs) })
}

unsafe extern "C" fn date_from_timestamp(class: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { from_timestamp(class, args, core::ptr::null_mut()) })
}
