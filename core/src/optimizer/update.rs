//! A rule written out for a library that lacks it: what it keeps for each weight, and the lines that make a step of it.
//! The same lines serve every library, since NumPy, PyTorch, JAX and Keras share the names.

/// Something that a rule keeps for each weight tensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Its name in the lines.
    pub name: &'static str,
    /// Where every element of it begins.
    pub start: f64,
    /// Whether it is one number instead of one for each weight.
    pub scalar: bool,
}

/// The lines take a weight `w`, its gradient `g`, the rate `lr`, the number of the step `t` from 1 and the slots by
/// name; they leave the slots and `delta`, which is to be subtracted from the weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// What the library is called in the script.
    pub xp: &'static str,
    /// What is kept.
    pub slots: Vec<Slot>,
    /// The lines.
    pub lines: Vec<String>,
}

impl Update {
    /// No lines yet.
    pub(super) fn new(xp: &'static str) -> Self {
        Self { xp, slots: Vec::new(), lines: Vec::new() }
    }

    pub(super) fn add(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub(super) fn slot(&mut self, name: &'static str) {
        self.slots.push(Slot { name, start: 0.0, scalar: false });
    }

    /// Adam's means, in the slots m and v.
    pub(super) fn means(&mut self, beta1: f64, beta2: f64) {
        self.slot("m");
        self.slot("v");
        self.add(format!("m = m + (1 - {}) * (g - m)", number(beta1)));
        self.add(format!("v = v + (1 - {}) * (g * g - v)", number(beta2)));
    }
}

/// A float in the fewest digits that give it back.
pub(super) fn number(value: f64) -> String {
    format!("{value:?}")
}
