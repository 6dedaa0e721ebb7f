//! Families of kinds that settle by name alone: a public enum of them, each with its declaration.

/// Makes of a list of kinds and their declarations the enum of the family, [`Named`](crate::named::Named). A kind may
/// have a `cfg` below its docs, which goes wherever the kind does.
#[macro_export]
macro_rules! family {
    ($(#[$about:meta])* $family:ident: $($(#[doc = $each:expr])* $(#[cfg($when:meta)])? $kind:ident = $declaration:expr),* $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $family {
            $($(#[doc = $each])* $(#[cfg($when)])? $kind),*
        }

        impl $crate::named::Named for $family {
            const ALL: &'static [Self] = &[$($(#[cfg($when)])? Self::$kind),*];

            fn name(self) -> &'static str {
                self.kind().name
            }
        }

        impl $family {
            /// Its declaration.
            pub fn kind(self) -> &'static $crate::declare::Kind {
                match self {
                    $($(#[cfg($when)])? Self::$kind => $declaration),*
                }
            }
        }
    };
}
