//! Closed sets of kinds, each known to the world by one name.

use crate::error::{Error, Result};

/// A kind with a kebab-case name in the JavaScript contract.
pub trait Named: Copy + 'static {
    /// Every kind, in the order in which a person is shown them.
    const ALL: &'static [Self];

    /// The name of this kind.
    fn name(self) -> &'static str;

    /// The kind called `name`.
    ///
    /// # Errors
    /// An unknown name, under `field`; the error lists the known ones.
    fn named(field: &str, name: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| Error::unknown(field, name, Self::ALL.iter().map(|kind| kind.name())))
    }
}

/// Declares a closed set with the name of each kind: `enum Anneal { Cos = "cos", Linear = "linear" }`.
#[macro_export]
macro_rules! named {
    ($(#[$of:meta])* pub enum $set:ident { $($(#[$said:meta])* $kind:ident = $name:literal),* $(,)? }) => {
        $(#[$of])*
        pub enum $set { $($(#[$said])* #[doc = concat!("`", $name, "`")] $kind),* }

        impl $crate::named::Named for $set {
            const ALL: &'static [Self] = &[$(Self::$kind),*];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name),*
                }
            }
        }
    };
}
