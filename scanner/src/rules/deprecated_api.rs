//! (being written)
use crate::source::context::{Context, Sink};
pub(super) fn check(_cx: &Context<'_>, _sink: &mut Sink) {}
