//! The part of the curve that fastai's rules look at.

use super::Curve;
use super::kept::too_few;
use crate::sentence::Sentence;

/// The curve without its first tenth (of the planned steps) and its last 5 points, up to the first NaN, in `f32`:
/// fastai works in single precision. Source: fastai `callback/schedule.py`, `lr_find`.
pub(super) struct FastaiCut {
    /// Index of the first kept point on the whole curve.
    pub(super) offset: usize,
    pub(super) lrs: Vec<f32>,
    pub(super) losses: Vec<f32>,
}

/// The kept part; an error in words when fewer than `least` points are left.
pub(super) fn fastai_cut(curve: &Curve<'_>, least: usize) -> Result<FastaiCut, Sentence> {
    const LAST: usize = 5;
    let offset = curve.planned / 10;
    let count = curve.lrs.len().min(curve.losses.len());
    let end = count.saturating_sub(LAST);
    let kept = curve.losses.get(offset..end).unwrap_or_default();
    let losses: Vec<f32> = kept.iter().map(|loss| *loss as f32).take_while(|loss| !loss.is_nan()).collect();
    if losses.len() < least {
        return Err(too_few(losses.len(), count, (offset, LAST), least));
    }
    let lrs = curve.lrs[offset..offset + losses.len()].iter().map(|lr| *lr as f32).collect();
    Ok(FastaiCut { offset, lrs, losses })
}
