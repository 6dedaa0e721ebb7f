//! Networks: layers in sequence, a loss at the end, parameters and gradients in flat arrays.

mod activation;
mod init;
pub mod layer;
mod loss;
mod parameters;
mod sequential;

pub use activation::Activation;
pub use init::Init;
pub use loss::Loss;
pub use parameters::{Parameters, Weight};
pub use sequential::{MAX_PARAMETERS, Sequential, Workspace};
