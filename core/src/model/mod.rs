//! Networks: layers in sequence, a loss at the end, parameters and gradients in flat arrays.

mod activation;
mod init;
pub mod layer;
mod loss;
mod parameters;
mod sequential;
mod shape;
mod twin;

pub use activation::{Activation, LEAKY_SLOPE};
pub use init::Init;
pub use loss::{HUBER_DELTA, Loss};
pub use parameters::{MAX_PARAMETERS, Parameters, Weight};
pub use sequential::{MAX_LAYERS, Sequential, Workspace};
pub use shape::Shape;
