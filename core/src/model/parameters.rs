//! Where each weight lies in the flat array of parameters.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::rng::Rng;
use crate::sentence;
use crate::sentence::Sentence;

use super::Init;

/// The most parameters a network may have; more would not fit the page's memory.
pub const MAX_PARAMETERS: usize = 4_000_000;

/// One weight tensor with its numbers, row-major: the form in which weights come in and go out.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// Shape; a dense kernel is [inputs, outputs].
    pub shape: Vec<usize>,
    /// The numbers, row-major.
    pub values: Vec<f32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    shape: Vec<usize>,
    range: Range<usize>,
    /// (fan-in, fan-out) of a kernel; `None` for a bias.
    fans: Option<(usize, usize)>,
}

/// The layout of a network's parameters: kernel and bias of each layer in order, as Keras's `get_weights()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    slots: Vec<Slot>,
}

impl Parameters {
    /// Adds a kernel with its fans and returns its place; `None` beyond [`MAX_PARAMETERS`].
    pub(super) fn add_kernel(&mut self, shape: &[usize], fans: (usize, usize)) -> Option<Range<usize>> {
        self.add(shape, Some(fans))
    }

    /// Adds a bias and returns its place; `None` beyond [`MAX_PARAMETERS`].
    pub(super) fn add_bias(&mut self, units: usize) -> Option<Range<usize>> {
        self.add(&[units], None)
    }

    fn add(&mut self, shape: &[usize], fans: Option<(usize, usize)>) -> Option<Range<usize>> {
        let size = shape.iter().try_fold(1_usize, |size, dimension| size.checked_mul(*dimension))?;
        let end = self.count().checked_add(size).filter(|end| *end <= MAX_PARAMETERS)?;
        let range = self.count()..end;
        self.slots.push(Slot { shape: shape.to_vec(), range: range.clone(), fans });
        Some(range)
    }

    /// Number of parameters.
    pub fn count(&self) -> usize {
        self.slots.last().map_or(0, |slot| slot.range.end)
    }

    /// Fresh parameters: kernels drawn by `init`, biases 0.
    pub fn initialize(&self, init: Init, rng: &mut Rng) -> Vec<f32> {
        let mut values = vec![0.0; self.count()];
        for slot in &self.slots {
            if let Some((fan_in, fan_out)) = slot.fans {
                init.fill(&mut values[slot.range.clone()], fan_in, fan_out, rng);
            }
        }
        values
    }

    /// Parameters from given weights.
    ///
    /// # Errors
    /// `weights`: another number of tensors; `weights[i].shape`: another shape; `weights[i].values`: another count
    /// or a number that is not finite.
    pub fn from_weights(&self, weights: &[Weight]) -> Result<Vec<f32>> {
        if weights.len() != self.slots.len() {
            let problem = sentence!(
                "error.other-tensors",
                "{count} tensors; this network has {tensors}",
                count = weights.len(),
                tensors = self.slots.len()
            );
            return Err(Error::new("weights", problem));
        }
        let mut values = Vec::with_capacity(self.count());
        for (i, (weight, slot)) in weights.iter().zip(&self.slots).enumerate() {
            let refuse = |error: Error| Err(error.under(&format!("weights[{i}]")));
            let shape = format!("{:?}", slot.shape);
            if weight.shape != slot.shape {
                return refuse(Error::not_accepted("shape", format!("{:?}", weight.shape), Sentence::name(shape)));
            }
            let count = weight.values.len();
            if count != slot.range.len() {
                let problem = sentence!("error.numbers-for-shape", "{count} numbers for shape {shape}", count, shape);
                return refuse(Error::new("values", problem));
            }
            if let Some(value) = weight.values.iter().find(|value| !value.is_finite()) {
                let accepted = sentence!("accepted.finite-numbers", "finite numbers");
                return refuse(Error::not_accepted("values", value, accepted));
            }
            values.extend_from_slice(&weight.values);
        }
        Ok(values)
    }

    /// The parameters as tensors.
    pub fn to_weights(&self, parameters: &[f32]) -> Vec<Weight> {
        let weight =
            |slot: &Slot| Weight { shape: slot.shape.clone(), values: parameters[slot.range.clone()].to_vec() };
        self.slots.iter().map(weight).collect()
    }
}
