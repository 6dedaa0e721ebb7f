//! The Hessian times a vector, without the Hessian.

use crate::data::Part;
use crate::kernels::scalar::Dual;
use crate::model::Sequential;

/// H·v, with H the Hessian of the mean loss of the first rows of a part: in slices of rows, with the same bits however
/// it is sliced.
///
/// ```text
/// H·v = d/dε ∇L(w + ε·v) at ε = 0
/// ```
///
/// The gradient is computed once over dual numbers w + v·ε: its derivatives are H·v, exactly and at the cost of a few
/// gradients (Pearlmutter 1994). The loss of the rows comes along.
#[derive(Clone, Debug)]
pub struct HessianVectorProduct {
    parameters: Vec<Dual>,
    gradient: Vec<Dual>,
    loss: f64,
    rows: usize,
    done: usize,
    x: Vec<f32>,
    y: Vec<f32>,
}

impl HessianVectorProduct {
    /// Products over the first `rows` rows at `parameters`; none is under way until [`Self::start`].
    pub fn new(parameters: &[f32], rows: usize) -> Self {
        let gradient = vec![Dual::from(0.0); parameters.len()];
        let parameters = parameters.iter().map(|w| Dual::from(f64::from(*w))).collect();
        Self { parameters, gradient, loss: 0.0, rows, done: 0, x: Vec::new(), y: Vec::new() }
    }

    /// Begins the product with a vector, one number for each parameter.
    pub fn start(&mut self, vector: impl Iterator<Item = f64>) {
        self.parameters.iter_mut().zip(vector).for_each(|(w, v)| w.derivative = v);
        self.gradient.fill(Dual::from(0.0));
        (self.loss, self.done) = (0.0, 0);
    }

    /// Processes at most `most` further rows of `part` and returns how many.
    pub fn advance(&mut self, network: &Sequential, part: &Part, most: usize) -> usize {
        let end = self.done.saturating_add(most).min(self.rows);
        for row in self.done..end {
            self.x.clear();
            self.y.clear();
            self.x.extend(part.features.row(row).iter());
            self.y.extend(part.targets.row(row).iter());
            let loss = network.twin_loss_and_gradient(&self.parameters, &self.x, &self.y, &mut self.gradient);
            self.loss += loss.value;
        }
        let used = end - self.done;
        self.done = end;
        used
    }

    /// Whether every row has been processed.
    pub fn is_done(&self) -> bool {
        self.done == self.rows
    }

    /// H·v, once every row has been processed.
    pub fn product(&self) -> impl Iterator<Item = f64> + '_ {
        self.gradient.iter().map(|g| g.derivative / self.rows as f64)
    }

    /// The mean loss, once every row has been processed.
    pub fn loss(&self) -> f64 {
        self.loss / self.rows as f64
    }
}

/// H·v in one piece; see [`HessianVectorProduct`].
pub fn hessian_vector_product(
    network: &Sequential,
    parameters: &[f32],
    part: &Part,
    rows: usize,
    v: &[f64],
) -> Vec<f64> {
    let mut product = HessianVectorProduct::new(parameters, rows);
    product.start(v.iter().copied());
    product.advance(network, part, rows);
    product.product().collect()
}
