//! The size of an instance of a C type, as its type says: what `object.__sizeof__` gives in CPython.

use pilotage_abi::PyVarObject;

use crate::convert::borrow_c;
use crate::model::Obj;

/// Bytes of the body of an object whose value is a body in C: what all instances have, and the items.
pub fn size(object: Obj) -> usize {
    let p = borrow_c(object);
    // SAFETY: the body of a living object; types with items have a place for their number.
    unsafe {
        let class = (*p).ob_type;
        let items =
            if (*class).tp_itemsize > 0 { (*p.cast::<PyVarObject>()).ob_size.unsigned_abs() } else { 0 };
        (*class).tp_basicsize.unsigned_abs() + items * (*class).tp_itemsize.unsigned_abs()
    }
}
