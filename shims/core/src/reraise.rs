//! What `except*` raises in the end. Groups and their parts are the VM's.

use pilotage_abi::PyObject;

use crate::convert::{from_c_opt, give};
use crate::model::model;
use crate::python;

/// What is to be raised after `except*`: the parts that nobody caught or that were raised again come back in the shape of
/// the group, new exceptions stand beside them.
const RERAISE_SOURCE: &str = "
def reraise(orig, excs):
 if not isinstance(orig, BaseException):
  raise TypeError('orig must be an exception')
 if not isinstance(excs, list):
  raise TypeError('excs must be a list of exceptions')
 for at, exc in enumerate(excs):
  if exc is not None and not isinstance(exc, BaseException):
   raise TypeError(f'item {at} in excs is not an exception')
 if orig.__traceback__ is None:
  raise ValueError('orig must be a raised exception')
 if not isinstance(orig, BaseExceptionGroup):
  return excs[0] if excs else None
 def marks(exc):
  return tuple(map(id, (getattr(exc, '__notes__', None), exc.__traceback__, exc.__cause__, exc.__context__)))
 def leaves(exc):
  if isinstance(exc, BaseExceptionGroup):
   for part in exc.exceptions:
    yield from leaves(part)
  else:
   yield id(exc)
 excs = [exc for exc in excs if exc is not None]
 again = [exc for exc in excs if marks(exc) == marks(orig)]
 new = [exc for exc in excs if marks(exc) != marks(orig)]
 known = {leaf for exc in again for leaf in leaves(exc)}
 rest = orig.split(lambda exc: id(exc) in known)[0] if again else None
 if rest is not None:
  new.append(rest)
 if len(new) > 1:
  return BaseExceptionGroup('', new)
 return new[0] if new else None
";

/// # Safety
/// Null or living bodies.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Exc_PrepReraiseStar(
    orig: *mut PyObject,
    excs: *mut PyObject,
) -> *mut PyObject {
    let none = model().none();
    // SAFETY: the caller's promise.
    let (orig, excs) = unsafe { (from_c_opt(orig).unwrap_or(none), from_c_opt(excs).unwrap_or(none)) };
    give(
        python::defined(RERAISE_SOURCE, "reraise")
            .and_then(|reraise| python::call(reraise.obj(), &[orig, excs])),
    )
}
