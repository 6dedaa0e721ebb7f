//! The whole state of the page as the hash of a link, readable and short: `#data=moons&model=16-16-2&lr=0.05`.
//!
//! `keys` has the table of keys. Each grammar has a file (`model`, `optimizer`, `finder`, `schedule`, `weights`); `hash`
//! escapes, `state` is what stands between text and plain values, `mend` makes the parts fit each other, `encode` and
//! `decode` are the two ends. A link says only what differs from the defaults of its version; reading it back and
//! writing it again gives the same bytes.

mod config;
mod decode;
mod encode;
mod experiment;
mod finder;
mod hash;
mod keys;
mod kind;
mod mend;
mod model;
mod notes;
mod number;
mod optimizer;
mod presets;
mod schedule;
mod state;
mod ui;
mod weights;

pub use config::{LinkConfig, LinkRun};
pub use decode::decode_link;
pub use encode::encode_link;
pub use keys::{LinkKey, link_keys};
pub use model::{read_network, write_network};
pub use ui::LinkUi;
