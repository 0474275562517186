//! Who owns which reference: the accounting of an extension's calls, and the events that tell what came out.
//! Pure data and arithmetic: it reads no memory and knows no VM; a [`Host`] tells it counts and items.
#![forbid(unsafe_code)]

mod activation;
mod event;
mod shadows;
mod sites;
mod state;
mod table;
mod track;

pub use activation::Activation;
pub use event::{Event, Fault, Frame};
pub use sites::{SITE_SLOTS, SiteCount, SiteTable};
pub use state::State;
pub use table::AddressTable;
pub use track::{Count, Host, Origin, Place, Suspect, Track};
