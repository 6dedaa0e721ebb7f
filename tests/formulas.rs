//! A schedule's formula says what its `lr_at` computes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::declare::{Accepts, Given, Kind, Setting};
use lr_lab::error::Result;
use lr_lab::range::Range;
use lr_lab::schedule::{
    Constant, Horizon, Join, MAX_DEPTH, MAX_PIECES, Policy, SCHEDULES, Schedule, Shape, Unit, Variable,
};
use proptest::prelude::*;

/// A request whose settings are drawn by their declarations.
struct Drawn<'a> {
    kind: &'static Kind,
    random: &'a mut u64,
    depth: usize,
}

impl Drawn<'_> {
    /// One of these (SplitMix64).
    fn one_of<T: Clone>(&mut self, items: &[T]) -> T {
        *self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*self.random ^ (*self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        items[(mixed >> 32) as usize % items.len()].clone()
    }

    fn setting(&self, name: &str) -> Option<&'static Setting> {
        self.kind.settings.iter().find(|setting| setting.name == name)
    }

    /// Whether a setting is given at all.
    fn given(&mut self, name: &str) -> Option<&'static Setting> {
        self.setting(name).filter(|setting| setting.required || self.one_of(&[true, true, false]))
    }

    /// Numbers as people type them.
    fn of(&mut self, range: Range) -> f64 {
        let typed = [0.0, 0.001, 0.1, 0.25, 0.3, 0.5, 0.75, 1.0, 1.1, 1.5, 2.0, 3.0, 4.0, 6.0, 7.5, 10.0, 16.0, 25.0];
        let accepted: Vec<f64> = typed.into_iter().filter(|number| range.contains(*number)).collect();
        self.one_of(&accepted)
    }
}

impl Given for Drawn<'_> {
    fn number(&mut self, name: &'static str) -> Result<Option<f64>> {
        Ok(match self.given(name).map(|setting| setting.accepts) {
            Some(Accepts::Number(range)) => Some(self.of(range)),
            _ => None,
        })
    }

    fn whole(&mut self, name: &'static str) -> Result<Option<u64>> {
        Ok(self.number(name)?.map(|number| number as u64))
    }

    fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        Ok(self.given(name).map(|_| self.one_of(&[true, false])))
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        Ok(match (name, self.setting(name).map(|setting| setting.accepts)) {
            ("kind", _) => Some(self.kind.name.to_owned()),
            ("unit", _) => Some(self.one_of(&["step", "epoch"]).to_owned()),
            (_, Some(Accepts::Choice(names))) => Some(self.one_of(&names()).to_owned()),
            (_, Some(Accepts::Text)) => Some("0.1 / (1 + step / totalSteps) + count(epoch, 1, 3) * pi".to_owned()),
            _ => None,
        })
    }

    fn numbers(&mut self, name: &'static str) -> Result<Option<Vec<f64>>> {
        let Some(Accepts::Numbers(range)) = self.setting(name).map(|setting| setting.accepts) else { return Ok(None) };
        let count = self.one_of(&[0, 1, 2, 3]);
        Ok(Some((0..count).map(|_| self.of(range)).collect()))
    }

    fn wholes(&mut self, name: &'static str) -> Result<Option<Vec<u64>>> {
        let mut steps: Vec<u64> = self.numbers(name)?.unwrap().into_iter().map(|step| step as u64).collect();
        steps.sort_unstable();
        Ok(Some(steps))
    }

    fn list(&mut self, _: &'static str, each: &mut dyn FnMut(&mut dyn Given) -> Result<()>) -> Result<bool> {
        let nests = |kind: &Kind| kind.settings.iter().any(|setting| matches!(setting.accepts, Accepts::Kinds));
        let deep = self.depth + 2 >= MAX_DEPTH;
        let kinds: Vec<&Kind> = shapes().filter(|kind| !(deep && nests(kind))).collect();
        for _ in 0..self.one_of(&[1, 2, 3]) {
            let kind = self.one_of(&kinds);
            each(&mut Drawn { kind, random: self.random, depth: self.depth + 1 })?;
        }
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Every schedule but plateau, which follows a metric and has no formula over t.
fn shapes() -> impl Iterator<Item = &'static Kind> {
    SCHEDULES.iter().copied().filter(|kind| kind.name != "plateau")
}

/// The rate at a step by the formulas of a schedule and its pieces.
fn by_formula(schedule: &Schedule, step: u64, horizon: &Horizon) -> f64 {
    let unit = schedule.steps_per_unit(horizon);
    let t = step / unit;
    let stretches = schedule.stretches(horizon);
    schedule.shape().formula().rate.value(&|variable| match variable {
        Variable::T => t as f64,
        Variable::Step => (t * unit) as f64,
        Variable::Epoch => (step / horizon.steps_per_epoch) as f64,
        Variable::TotalSteps => horizon.steps as f64,
        Variable::StepsPerEpoch => horizon.steps_per_epoch as f64,
        Variable::Piece(i) => {
            let (piece, start, horizon) = &stretches[i];
            by_formula(piece, step - start, horizon)
        }
        Variable::Pi => std::f64::consts::PI,
        Variable::E => std::f64::consts::E,
        Variable::Lr => f64::NAN,
    })
}

/// The longest formula there can be.
#[test]
fn a_join_of_the_most_pieces_has_a_formula() {
    let constant = |lr: usize| Schedule::new(Shape::Constant(Constant::new(lr as f64).unwrap()), Unit::Step);
    let pieces = (1..MAX_PIECES).map(constant).collect();
    let joined = Join::new(pieces, (1..MAX_PIECES as u64 - 1).collect()).unwrap();
    let joined = Schedule::new(Shape::Join(joined), Unit::Step);
    assert_eq!([0, 100, 1000].map(|step| by_formula(&joined, step, &Horizon::new(300, 1))), [1.0, 101.0, 255.0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_formula_gives_the_rates(seed in any::<u64>().no_shrink(), per_epoch in 1..9_u64) {
        let mut random = seed;
        let horizon = Horizon::new(60, per_epoch);
        for kind in shapes() {
            // Settings that don't go together are drawn again.
            let drawn = (0..200).find_map(|_| Policy::read(&mut Drawn { kind, random: &mut random, depth: 0 }).ok());
            let Some(Policy::Schedule(schedule)) = drawn.map(Policy::placed) else { panic!("{}: nothing fits", kind.name) };
            let rates = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 24, 25, 30, 31, 59, 60, 1000]
                .map(|step| (step, schedule.lr_at(step, &horizon), by_formula(&schedule, step, &horizon)));
            let most = rates.iter().map(|(_, lr, _)| *lr).fold(0.0, f64::max);
            for (step, lr, got) in rates {
                // Growth that leaves the numbers stays at the largest one, which a formula does not say.
                if step > 0 && (most > 1e200 || !got.is_finite()) {
                    break;
                }
                prop_assert!((lr - got).abs() <= 1e-12 * most, "{schedule:?} at {step}: {got} instead of {lr} by {}", schedule.shape().formula());
            }
        }
    }
}
