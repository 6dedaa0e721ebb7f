//! A network: layers in sequence with a loss at the end.

use crate::error::{Error, Result};
use crate::named::Named as _;

use super::layer::{Dense, LayerSpec};
use super::{Activation, Loss, Parameters};

/// The most parameters a network may have; more would not fit the page's memory.
pub const MAX_PARAMETERS: usize = 4_000_000;

/// Layers in sequence and the loss of their outputs. It holds shapes only: parameters, gradients and activations
/// are flat arrays that the caller owns.
#[derive(Clone, Debug)]
pub struct Sequential {
    layers: Vec<Dense>,
    /// The activation of the last layer when the loss is computed together with it; that layer is linear then.
    fused: Option<Activation>,
    loss: Loss,
    parameters: Parameters,
}

/// The buffers of a pass through a network, allocated once.
#[derive(Clone, Debug)]
pub struct Workspace {
    activations: Vec<Vec<f32>>,
    dy: Vec<f32>,
    dx: Vec<f32>,
    scratch: Vec<f32>,
}

impl Sequential {
    /// A network on rows of `inputs` features.
    ///
    /// # Errors
    /// `layers`: none; `layers[i].units`: 0 or too many parameters; `loss`: one that the last activation does not
    /// fit.
    pub fn new(inputs: usize, specs: &[LayerSpec], loss: Loss) -> Result<Self> {
        let mut parameters = Parameters::default();
        let mut layers: Vec<Dense> = Vec::with_capacity(specs.len());
        for (i, spec) in specs.iter().enumerate() {
            let LayerSpec::Dense { units, activation } = *spec;
            let refuse = |problem: String| Error::new(format!("layers[{i}].units"), problem);
            if units == 0 {
                return Err(refuse("0 is not accepted; use a whole number above 0".to_owned()));
            }
            let width = layers.last().map_or(inputs, |layer| layer.units);
            let layer = Dense::new(width, units, activation, &mut parameters);
            match layer.filter(|_| parameters.count() <= MAX_PARAMETERS) {
                Some(layer) => layers.push(layer),
                None => {
                    let problem =
                        format!("{units} units make more than {MAX_PARAMETERS} parameters, the most that fit");
                    return Err(refuse(problem));
                }
            }
        }
        let Some(last) = layers.last_mut() else {
            return Err(Error::new("layers", "none; at least one"));
        };
        let fused = loss.fused_with();
        if let Some(activation) = fused {
            if last.activation != activation {
                let [loss, wants, has] = [loss.name(), activation.name(), last.activation.name()];
                return Err(Error::new("loss", format!("{loss} needs a last layer of {wants}, not {has}")));
            }
            last.activation = Activation::Linear;
        }
        Ok(Self { layers, fused, loss, parameters })
    }

    /// Features of a row.
    pub fn inputs(&self) -> usize {
        self.layers.first().map_or(0, |layer| layer.inputs)
    }

    /// Outputs of a row.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.units)
    }

    /// Inputs, outputs of every layer and their gradients: the numbers that a row of a batch needs at the least.
    pub fn activations(&self) -> usize {
        self.layers.iter().map(|layer| layer.units).sum::<usize>() + 2 * self.widest()
    }

    fn widest(&self) -> usize {
        self.layers.iter().map(|layer| layer.units.max(layer.inputs)).max().unwrap_or(0)
    }

    /// Where each weight lies.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Buffers for batches of up to `rows` rows.
    pub fn workspace(&self, rows: usize) -> Workspace {
        let widest = self.widest();
        let largest_kernel = self.layers.iter().map(Dense::kernel_size).max().unwrap_or(0);
        Workspace {
            activations: self.layers.iter().map(|layer| vec![0.0; rows * layer.units]).collect(),
            dy: vec![0.0; rows * widest],
            dx: vec![0.0; rows * widest],
            scratch: vec![0.0; largest_kernel],
        }
    }

    /// Mean loss of the rows `x` [rows, inputs] against `y` [rows, outputs], and its gradient by the parameters into
    /// `gradients`.
    pub fn loss_and_gradient(
        &self,
        parameters: &[f32],
        x: &[f32],
        y: &[f32],
        workspace: &mut Workspace,
        gradients: &mut [f32],
    ) -> f64 {
        self.forward(parameters, x, workspace);
        let rows = x.len() / self.inputs();
        let Workspace { activations, dy, dx, scratch } = workspace;
        let outputs = &activations[self.layers.len() - 1][..y.len()];
        let loss = self.loss.evaluate(outputs, y, self.outputs(), Some(&mut dy[..y.len()]));
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let input = if i == 0 { x } else { &activations[i - 1][..rows * layer.inputs] };
            let dx_wanted = (i > 0).then_some(&mut dx[..rows * layer.inputs]);
            let output = &activations[i][..rows * layer.units];
            layer.backward(parameters, input, output, &mut dy[..rows * layer.units], gradients, dx_wanted, scratch);
            std::mem::swap(dy, dx);
        }
        loss
    }

    /// Mean loss of the rows, without a gradient.
    pub fn loss(&self, parameters: &[f32], x: &[f32], y: &[f32], workspace: &mut Workspace) -> f64 {
        self.forward(parameters, x, workspace);
        self.loss.evaluate(&workspace.activations[self.layers.len() - 1][..y.len()], y, self.outputs(), None)
    }

    /// The outputs [rows, outputs] for the rows `x` [rows, inputs].
    pub fn predict<'w>(&self, parameters: &[f32], x: &[f32], workspace: &'w mut Workspace) -> &'w [f32] {
        self.forward(parameters, x, workspace);
        let size = x.len() / self.inputs() * self.outputs();
        let outputs = &mut workspace.activations[self.layers.len() - 1][..size];
        if let Some(activation) = self.fused {
            activation.forward(outputs, self.outputs());
        }
        outputs
    }

    fn forward(&self, parameters: &[f32], x: &[f32], workspace: &mut Workspace) {
        let rows = x.len() / self.inputs();
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, after) = workspace.activations.split_at_mut(i);
            let input = before.last().map_or(x, |input| &input[..rows * layer.inputs]);
            layer.forward(parameters, input, &mut after[0][..rows * layer.units]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PARAMETERS, Sequential};
    use crate::model::layer::LayerSpec;
    use crate::model::{Activation, Init, Loss};
    use crate::rng::{Rng, Stream};

    fn dense(units: usize, activation: Activation) -> LayerSpec {
        LayerSpec::Dense { units, activation }
    }

    /// Central differences of the loss by every parameter, against the gradient.
    #[test]
    fn gradients_agree_with_finite_differences() {
        use Activation::{Linear, Relu, Sigmoid, Softmax, Tanh};
        let rows = 5;
        for (hidden, output, loss) in [
            (Tanh, Linear, Loss::Mse),
            (Sigmoid, Softmax, Loss::Mse),
            (Relu, Sigmoid, Loss::Mse),
            (Tanh, Sigmoid, Loss::BinaryCrossentropy),
            (Relu, Softmax, Loss::CategoricalCrossentropy),
            (Softmax, Tanh, Loss::Mse),
        ] {
            let network = Sequential::new(3, &[dense(4, hidden), dense(6, hidden), dense(2, output)], loss).unwrap();
            let mut rng = Rng::new(11, Stream::Weights);
            let mut parameters = network.parameters().initialize(Init::GlorotUniform, &mut rng);
            // Biases away from 0, so that no relu sits on its kink.
            parameters.iter_mut().for_each(|w| *w += 0.05);
            let x: Vec<f32> = (0..rows * 3).map(|_| rng.uniform() * 2.0 - 1.0).collect();
            let y: Vec<f32> = (0..rows).flat_map(|row| if row % 2 == 0 { [1.0, 0.0] } else { [0.0, 1.0] }).collect();
            let mut workspace = network.workspace(rows);
            let mut gradients = vec![f32::NAN; parameters.len()];
            network.loss_and_gradient(&parameters, &x, &y, &mut workspace, &mut gradients);
            for i in 0..parameters.len() {
                let h = 4e-3;
                let at = |offset: f32, parameters: &mut [f32], workspace: &mut _| {
                    let kept = parameters[i];
                    parameters[i] += offset;
                    let loss = network.loss(parameters, &x, &y, workspace);
                    parameters[i] = kept;
                    loss
                };
                let up = at(h, &mut parameters, &mut workspace);
                let down = at(-h, &mut parameters, &mut workspace);
                let want = (up - down) / (2.0 * f64::from(h));
                let got = f64::from(gradients[i]);
                assert!((got - want).abs() < 2e-4, "{hidden:?} {output:?} {loss:?} [{i}]: {got} against {want}");
            }
        }
    }

    #[test]
    fn a_smaller_batch_in_a_larger_workspace() {
        let specs = [dense(4, Activation::Relu), dense(2, Activation::Softmax)];
        let network = Sequential::new(3, &specs, Loss::CategoricalCrossentropy).unwrap();
        let parameters = network.parameters().initialize(Init::HeNormal, &mut Rng::new(2, Stream::Weights));
        let x = [0.1, -0.4, 0.9, 0.3, 0.2, -0.7];
        let (mut small, mut large) = (network.workspace(2), network.workspace(9));
        let want = network.predict(&parameters, &x, &mut small).to_vec();
        assert_eq!(network.predict(&parameters, &x, &mut large), want);
        assert!(want.chunks(2).all(|row| (row[0] + row[1] - 1.0).abs() < 1e-6), "probabilities: {want:?}");
    }

    #[test]
    fn refused_networks() {
        use Activation::{Relu, Softmax};
        for (specs, loss, field) in [
            (vec![], Loss::Mse, "layers"),
            (vec![dense(4, Relu), dense(0, Relu)], Loss::Mse, "layers[1].units"),
            (vec![dense(MAX_PARAMETERS, Relu)], Loss::Mse, "layers[0].units"),
            (vec![dense(usize::MAX, Relu)], Loss::Mse, "layers[0].units"),
            (vec![dense(2, Relu)], Loss::CategoricalCrossentropy, "loss"),
            (vec![dense(2, Softmax)], Loss::BinaryCrossentropy, "loss"),
        ] {
            assert_eq!(Sequential::new(3, &specs, loss).unwrap_err().field(), field);
        }
    }
}
