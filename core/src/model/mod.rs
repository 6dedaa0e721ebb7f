//! Networks: layers in sequence, a loss at the end, parameters and gradients in flat arrays.

pub mod activation;
mod calls;
mod init;
pub mod layer;
pub mod loss;
mod parameters;
mod sequential;
mod shape;
mod twin;

pub use activation::Activation;
pub use calls::Calls;
pub use init::Init;
pub use loss::Loss;
pub use parameters::{MAX_PARAMETERS, Parameters, Weight};
pub use sequential::{MAX_LAYERS, Sequential, Workspace};
pub use shape::RowShape;
