//! Layers, one in each file.
//!
//! A layer knows its shapes and where its weights lie; it owns neither weights nor activations. What it must keep of
//! its forward pass for its backward pass lies in a buffer of the workspace, so that a step allocates nothing.

mod conv2d;
mod dense;
mod dropout;
mod flatten;
mod max_pool2d;
mod operation;

pub use conv2d::{Conv2d, Conv2dConfig};
pub use dense::{Dense, DenseConfig};
pub use dropout::{Dropout, DropoutConfig};
pub use flatten::{Flatten, FlattenConfig};
pub use max_pool2d::{MaxPool2d, MaxPool2dConfig};
pub(super) use operation::{Backward, Forward};

use super::{Activation, MAX_PARAMETERS, Parameters, RowShape};
use crate::declare::{Datum, Declared, Given, Nothing, Setting};
use crate::error::{Error, Result};
use crate::family;
use crate::range::Range;
use crate::sentence;
use operation::Operation;

/// What a layer of images says to other rows.
fn takes_images(layer: &str, input: RowShape) -> Error {
    let problem = sentence!(
        "error.takes-images",
        "{layer} takes images [height, width, channels], not {input}",
        layer,
        input = input.to_string()
    );
    Error::new("kind", problem)
}

/// A window that is larger than the image.
fn beyond_image(field: &str, side: usize, most: usize, image: RowShape) -> Error {
    let accepted = sentence!(
        "accepted.within-image",
        "at most {most}, since the image is {image}",
        most,
        image = image.to_string()
    );
    Error::not_accepted(field, side, accepted)
}

/// More units or filters than there may be parameters.
fn too_many_parameters(field: &str, count: usize) -> Error {
    let problem = sentence!(
        "error.too-many-parameters",
        "{count} {outputs} make more than {most} parameters, the most that fit",
        count,
        outputs = field,
        most = MAX_PARAMETERS
    );
    Error::new(field, problem)
}

/// Turns the list of layers, with the fields of their configurations, into everything that depends on it.
macro_rules! layers {
    ($($layer:ident($config:ident) $({ $($field:ident: $type:ty),* })?),* $(,)?) => {
        /// A layer as it is asked for, before its input is known.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum LayerSpec {
            $(
                #[doc = concat!("See [`", stringify!($layer), "`].")]
                $layer $({
                    $(
                        #[doc = concat!("See [`", stringify!($config), "::", stringify!($field), "`].")]
                        $field: $type
                    ),*
                })?
            ),*
        }

        family! {
            /// The kinds of layers.
            LayerKind: $(
                #[doc = concat!("[`LayerSpec::", stringify!($layer), "`].")]
                $layer = $layer::KIND
            ),*
        }

        impl LayerKind {
            /// Its word in a network's short form, before its numbers; a dense layer is its number of units alone.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$layer => $layer::WORD),*
                }
            }

            /// The value of each setting that a request leaves out; what it must give has a blank.
            pub fn usual(self) -> Vec<Datum> {
                match self {
                    $(Self::$layer => {
                        $layer::usual(&mut Nothing).map(|config| $layer::data(&config)).unwrap_or_default()
                    }),*
                }
            }
        }

        impl LayerSpec {
            /// Which kind of layer it is.
            pub fn kind(self) -> LayerKind {
                match self {
                    $(Self::$layer { .. } => LayerKind::$layer),*
                }
            }

            /// The layer of that kind with the settings of a request.
            ///
            /// # Errors
            /// The first setting that is missing or of another type.
            pub fn read(kind: LayerKind, given: &mut dyn Given) -> Result<Self> {
                match kind {
                    $(LayerKind::$layer => {
                        $layer::read(given).map(|$config $({ $($field),* })?| Self::$layer $({ $($field),* })?)
                    }),*
                }
            }

            /// The value of each of its settings.
            pub fn data(self) -> Vec<Datum> {
                match self {
                    $(Self::$layer $({ $($field),* })? => $layer::data(&$config $({ $($field),* })?)),*
                }
            }
        }

        /// A layer in its network; see [`Operation`].
        #[derive(Clone, Debug, PartialEq)]
        pub(super) enum Layer {
            $($layer($layer)),*
        }

        impl Layer {
            pub(super) fn new(spec: LayerSpec, input: RowShape, parameters: &mut Parameters) -> Result<Self> {
                match spec {
                    $(LayerSpec::$layer $({ $($field),* })? => {
                        $layer::build($config $({ $($field),* })?, input, parameters).map(Self::$layer)
                    }),*
                }
            }

            pub(super) fn kind(&self) -> LayerKind {
                match self {
                    $(Self::$layer(_) => LayerKind::$layer),*
                }
            }

            pub(super) fn output(&self) -> RowShape {
                match self {
                    $(Self::$layer(layer) => layer.output()),*
                }
            }

            pub(super) fn kept(&self) -> usize {
                match self {
                    $(Self::$layer(layer) => layer.kept()),*
                }
            }

            pub(super) fn has_weights(&self) -> bool {
                match self {
                    $(Self::$layer(_) => $layer::HAS_WEIGHTS),*
                }
            }

            pub(super) fn is_random(&self) -> bool {
                match self {
                    $(Self::$layer(layer) => layer.is_random()),*
                }
            }

            pub(super) fn forward(&self, pass: Forward<'_>) {
                match self {
                    $(Self::$layer(layer) => layer.forward_pass(pass)),*
                }
            }

            pub(super) fn backward(&self, pass: Backward<'_>) {
                match self {
                    $(Self::$layer(layer) => layer.backward_pass(pass)),*
                }
            }
        }
    };
}

// The order in which a person is shown them.
layers! {
    Dense(DenseConfig) { units: usize, activation: Activation },
    Conv2d(Conv2dConfig) { filters: usize, kernel_size: usize, activation: Activation },
    MaxPool2d(MaxPool2dConfig) { pool_size: usize },
    Flatten(FlattenConfig),
    Dropout(DropoutConfig) { rate: f64 },
}

/// The setting of the layers that have an activation.
const ACTIVATION: Setting = Setting::choice::<Activation>("What is applied to the sums.");
/// Accepted numbers of units or filters.
const COUNT: Range = Range::whole(1, MAX_PARAMETERS as u64);
/// Accepted sides of a kernel or window.
const SIDE: Range = Range::whole(1, 1000);
