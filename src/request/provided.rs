//! Data that was given to this instance of the lab.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::source::{Gallery, Pictures};

thread_local! {
    /// By the name of the set. Each instance (a page, a worker) has its own, and only adds to it at the caller's word.
    static PROVIDED: RefCell<Vec<(&'static str, Rc<Pictures>)>> = const { RefCell::new(Vec::new()) };
}

/// Takes the pictures of a set from two IDX files, gzipped or not; which set, and how many there are. Given again, they
/// replace the old ones.
///
/// # Errors
/// `name`: no such set; `images`, `labels`: a foreign or damaged file, or pictures of another size.
pub(crate) fn provide(name: &str, images: &[u8], labels: &[u8]) -> Result<(&'static Gallery, usize)> {
    let gallery = Gallery::named(name)?;
    let pictures = Pictures::from_idx(images, labels)?;
    gallery.check(&pictures)?;
    let rows = pictures.labels().len();
    PROVIDED.with_borrow_mut(|provided| {
        provided.retain(|(name, _)| *name != gallery.name);
        provided.push((gallery.name, Rc::new(pictures)));
    });
    Ok((gallery, rows))
}

/// The pictures of `gallery`, once they are here.
pub(crate) fn provided(gallery: &Gallery) -> Option<Rc<Pictures>> {
    let of_gallery = |(name, pictures): &(&str, Rc<Pictures>)| (*name == gallery.name).then(|| Rc::clone(pictures));
    PROVIDED.with_borrow(|provided| provided.iter().find_map(of_gallery))
}
