//! Where tables come from: a [`Set`] of the lab, [`bundled`] or [`synthetic`], a [`Gallery`] of pictures, or the user's
//! [`csv`].

pub mod bundled;
pub mod csv;
mod gallery;
mod idx;
mod set;
pub mod synthetic;

pub use gallery::{GALLERIES, Gallery};
pub use idx::Pictures;
pub use set::Set;
pub(crate) use set::own_rows;
