//! A network: layers in sequence with a loss at the end.

use crate::error::{Error, Result};
use crate::kernels::Panels;
use crate::named::Named as _;
use crate::rng::Rng;
use crate::sentence;

use super::layer::{Backward, Forward, Layer, LayerSpec};
use super::{Activation, Loss, Parameters, RowShape};

/// The most layers of a network: each has buffers of its own, however small.
pub const MAX_LAYERS: usize = 100;

/// Layers in sequence and the loss of their outputs. It holds shapes only: parameters, gradients and activations
/// are flat arrays that the caller owns.
///
/// ```
/// use lr_lab_core::model::layer::LayerSpec;
/// use lr_lab_core::model::{Activation, Loss, Sequential};
///
/// let layers = [
///     LayerSpec::Dense { units: 8, activation: Activation::Gelu },
///     LayerSpec::Dropout { rate: 0.5 },
///     LayerSpec::Dense { units: 3, activation: Activation::Softmax },
/// ];
/// let network = Sequential::new(4, &layers, Loss::SparseCategoricalCrossentropy)?;
/// assert_eq!(network.parameters().count(), 4 * 8 + 8 + 8 * 3 + 3);
/// assert_eq!((network.outputs(), network.target_width()), (3, 1));
/// # Ok::<(), lr_lab_core::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sequential {
    input: RowShape,
    layers: Vec<Layer>,
    /// The activation of the last layer when the loss is computed together with it; that layer is linear then.
    fused: Option<Activation>,
    loss: Loss,
    parameters: Parameters,
}

/// The buffers of a pass through a network, allocated once.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Outputs of each layer.
    outputs: Vec<Vec<f32>>,
    /// What each layer keeps of its forward pass for its backward pass: sums, masks; empty for most.
    kept: Vec<Vec<f32>>,
    dy: Vec<f32>,
    dx: Vec<f32>,
    panels: Panels,
}

impl Sequential {
    /// A network on rows of shape `input`, a number of features or an image.
    ///
    /// # Errors
    /// `inputs`: none; `layers`: none, or more than [`MAX_LAYERS`]; `layers[i].units`: 0 or too many parameters (and
    /// likewise the fields of the other layers); `layers[i].rate`: not in 0 ≤ rate < 1; `layers[i].kind`: a layer that
    /// does not take what comes before it, or a last one that is not dense; `loss`: one that does
    /// not fit the last activation.
    pub fn new(input: impl Into<RowShape>, specs: &[LayerSpec], loss: Loss) -> Result<Self> {
        let input = input.into();
        if specs.len() > MAX_LAYERS {
            let problem = sentence!(
                "error.too-many-layers",
                "{count} layers; at most {most}",
                count = specs.len(),
                most = MAX_LAYERS
            );
            return Err(Error::new("layers", problem));
        }
        if input.size() == 0 {
            return Err(Error::not_accepted("inputs", 0, sentence!("accepted.a-feature", "at least one feature")));
        }
        let mut parameters = Parameters::default();
        let mut layers: Vec<Layer> = Vec::with_capacity(specs.len());
        for (i, spec) in specs.iter().enumerate() {
            let input = layers.last().map_or(input, Layer::output);
            let layer = Layer::new(*spec, input, &mut parameters);
            layers.push(layer.map_err(|error| error.under(&format!("layers[{i}]")))?);
        }
        let last = match layers.last_mut() {
            Some(Layer::Dense(dense)) => dense,
            Some(other) => {
                let problem = sentence!(
                    "error.last-layer",
                    "{kind} is not accepted for the last layer; use dense",
                    kind = other.kind().name()
                );
                return Err(Error::new(format!("layers[{}].kind", specs.len() - 1), problem));
            }
            None => return Err(Error::none("layers")),
        };
        let fused = loss.fused_with();
        if let Some(activation) = fused {
            if last.activation != activation {
                let [loss, wants, has] = [loss.name(), activation.name(), last.activation.name()];
                let problem = sentence!(
                    "error.loss-needs-activation",
                    "{loss} needs a last layer of {wants}, not {has}",
                    loss,
                    wants,
                    has
                );
                return Err(Error::new("loss", problem));
            }
            last.activation = Activation::Linear;
        }
        Ok(Self { input, layers, fused, loss, parameters })
    }

    /// Features of a row.
    pub fn inputs(&self) -> usize {
        self.input.size()
    }

    /// Outputs of a row.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(self.input, Layer::output).size()
    }

    /// Numbers in a row of targets: one for each output, or a single class.
    pub fn target_width(&self) -> usize {
        self.loss.target_width(self.outputs())
    }

    /// Whether training draws random numbers.
    pub fn is_random(&self) -> bool {
        self.layers.iter().any(Layer::is_random)
    }

    /// The numbers that a row of a batch needs: its features and targets, what each layer puts out and keeps, and two
    /// gradients; `usize::MAX` when there are too many to count.
    pub fn activations(&self) -> usize {
        let layers = self.layers.iter().flat_map(|layer| [layer.output().size(), layer.kept()]);
        let others = [self.inputs(), self.target_width(), self.widest(), self.widest()];
        layers.chain(others).fold(0, usize::saturating_add)
    }

    fn widest(&self) -> usize {
        self.layers.iter().map(|layer| layer.output().size()).fold(self.inputs(), usize::max)
    }

    pub(super) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(super) fn loss_kind(&self) -> Loss {
        self.loss
    }

    /// Where each weight lies.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Buffers for batches of up to `rows` rows.
    pub fn workspace(&self, rows: usize) -> Workspace {
        let widest = self.widest();
        Workspace {
            outputs: self.layers.iter().map(|layer| vec![0.0; rows * layer.output().size()]).collect(),
            kept: self.layers.iter().map(|layer| vec![0.0; rows * layer.kept()]).collect(),
            dy: vec![0.0; rows * widest],
            dx: vec![0.0; rows * widest],
            panels: Panels::default(),
        }
    }

    /// Mean loss of the rows `x` [rows, inputs] against `y` [rows, targets], and its gradient with respect to the parameters into
    /// `gradients`. `random` makes it a step of training; without it nothing is dropped.
    pub fn loss_and_gradient(
        &self,
        parameters: &[f32],
        (x, y): (&[f32], &[f32]),
        workspace: &mut Workspace,
        gradients: &mut [f32],
        random: Option<&mut Rng>,
    ) -> f64 {
        self.forward(parameters, x, workspace, random);
        let rows = x.len() / self.inputs();
        let Workspace { outputs, kept, dy, dx, panels } = workspace;
        let size = rows * self.outputs();
        let predicted = &outputs[self.layers.len() - 1][..size];
        let loss = self.loss.evaluate(predicted, y, self.outputs(), Some(&mut dy[..size]));
        // Before the first weights no gradient is wanted.
        let first = self.layers.iter().position(Layer::has_weights).unwrap_or(0);
        for (i, layer) in self.layers.iter().enumerate().skip(first).rev() {
            let x = if i == 0 { x } else { &outputs[i - 1][..rows * self.layers[i - 1].output().size()] };
            let size = rows * layer.output().size();
            layer.backward(Backward {
                parameters,
                x,
                y: &outputs[i][..size],
                kept: &kept[i][..rows * layer.kept()],
                dy: &mut dy[..size],
                gradients,
                dx: (i > first).then_some(&mut dx[..x.len()]),
                panels,
            });
            std::mem::swap(dy, dx);
        }
        loss
    }

    /// Mean loss of the rows as an evaluation sees it, without a gradient.
    pub fn loss(&self, parameters: &[f32], x: &[f32], y: &[f32], workspace: &mut Workspace) -> f64 {
        self.loss.evaluate(self.sums(parameters, x, workspace), y, self.outputs(), None)
    }

    /// The lowest loss that the same answer for every row can have against the targets `y`.
    pub fn best_constant_loss(&self, y: &[f32]) -> f64 {
        let outputs = self.outputs();
        let rows = y.len() / self.loss.target_width(outputs);
        self.loss.evaluate(&self.loss.best_constant(y, outputs).repeat(rows), y, outputs, None)
    }

    /// The loss and the outputs [rows, outputs] in one pass.
    pub fn loss_and_outputs<'w>(
        &self,
        parameters: &[f32],
        (x, y): (&[f32], &[f32]),
        workspace: &'w mut Workspace,
    ) -> (f64, &'w [f32]) {
        let sums = self.sums(parameters, x, workspace);
        let loss = self.loss.evaluate(sums, y, self.outputs(), None);
        (loss, self.finished(sums))
    }

    /// The outputs [rows, outputs] for the rows `x` [rows, inputs].
    pub fn predict<'w>(&self, parameters: &[f32], x: &[f32], workspace: &'w mut Workspace) -> &'w [f32] {
        let sums = self.sums(parameters, x, workspace);
        self.finished(sums)
    }

    /// What the last layer puts out when nothing is dropped: what the loss takes.
    fn sums<'w>(&self, parameters: &[f32], x: &[f32], workspace: &'w mut Workspace) -> &'w mut [f32] {
        self.forward(parameters, x, workspace, None);
        let size = x.len() / self.inputs() * self.outputs();
        &mut workspace.outputs[self.layers.len() - 1][..size]
    }

    /// The same as outputs: under the activation that the loss is computed together with.
    fn finished<'w>(&self, sums: &'w mut [f32]) -> &'w [f32] {
        if let Some(activation) = self.fused {
            activation.forward(sums, self.outputs());
        }
        sums
    }

    fn forward(&self, parameters: &[f32], x: &[f32], workspace: &mut Workspace, mut random: Option<&mut Rng>) {
        let Workspace { outputs, kept, panels, .. } = workspace;
        let rows = x.len() / self.inputs();
        let mut size = x.len();
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, after) = outputs.split_at_mut(i);
            let input = before.last().map_or(x, |input| &input[..size]);
            size = rows * layer.output().size();
            layer.forward(Forward {
                parameters,
                x: input,
                y: &mut after[0][..size],
                kept: &mut kept[i][..rows * layer.kept()],
                panels,
                random: random.as_deref_mut(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_LAYERS, Sequential};
    use crate::model::layer::LayerSpec;
    use crate::model::{Activation, Init, Loss, MAX_PARAMETERS, RowShape};
    use crate::rng::{Rng, Stream};

    fn dense(units: usize, activation: Activation) -> LayerSpec {
        LayerSpec::Dense { units, activation }
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
    fn dropout_counts_and_drops_only_in_training() {
        let (dropout, rows) = (LayerSpec::Dropout { rate: 0.5 }, 4);
        let specs = [dropout, dense(6, Activation::Swish), dropout, dense(2, Activation::Linear)];
        let network = Sequential::new(3, &specs, Loss::Mse).unwrap();
        // Features, targets, outputs of four layers, two masks, the sums of swish, two gradients of 6.
        assert_eq!(network.activations(), 3 + 2 + (3 + 6 + 6 + 2) + (3 + 6) + 6 + 2 * 6);
        let parameters = network.parameters().initialize(Init::HeNormal, &mut Rng::new(2, Stream::Weights));
        let (x, y) = ([0.7; 12], [0.1; 8]);
        let (mut workspace, mut gradients) = (network.workspace(rows), vec![f32::NAN; parameters.len()]);
        let mut rng = Rng::new(1, Stream::Dropout);
        let evaluated = network.loss(&parameters, &x, &y, &mut workspace);
        let batch = (&x[..], &y[..]);
        let random = Some(&mut rng);
        let dropped = network.loss_and_gradient(&parameters, batch, &mut workspace, &mut gradients, random);
        assert_ne!(dropped, evaluated);
        assert_eq!(rng.position(), (rows * (3 + 6)) as u64, "one number for each element of the masks");
        // Evaluations leave no mask behind.
        assert_eq!(network.loss(&parameters, &x, &y, &mut workspace), evaluated);
        let kept = network.loss_and_gradient(&parameters, batch, &mut workspace, &mut gradients, None);
        assert_eq!(kept, evaluated);
        let plain = Sequential::new(3, &[specs[1], specs[3]], Loss::Mse).unwrap();
        let mut want = vec![f32::NAN; parameters.len()];
        plain.loss_and_gradient(&parameters, batch, &mut plain.workspace(rows), &mut want, None);
        assert_eq!(gradients, want);
    }

    #[test]
    fn refused_networks() {
        use Activation::{Relu, Softmax};
        let dropout = |rate| LayerSpec::Dropout { rate };
        for (specs, loss, field) in [
            (vec![], Loss::Mse, "layers"),
            (vec![dense(1, Relu); MAX_LAYERS + 1], Loss::Mse, "layers"),
            (vec![dense(4, Relu), dense(0, Relu)], Loss::Mse, "layers[1].units"),
            (vec![dense(MAX_PARAMETERS, Relu)], Loss::Mse, "layers[0].units"),
            (vec![dense(usize::MAX, Relu)], Loss::Mse, "layers[0].units"),
            (vec![dropout(1.0), dense(4, Relu)], Loss::Mse, "layers[0].rate"),
            (vec![dense(4, Relu), dropout(0.5)], Loss::Mse, "layers[1].kind"),
            (vec![dense(2, Relu)], Loss::CategoricalCrossentropy, "loss"),
            (vec![dense(2, Relu)], Loss::SparseCategoricalCrossentropy, "loss"),
            (vec![dense(2, Softmax)], Loss::BinaryCrossentropy, "loss"),
        ] {
            assert_eq!(Sequential::new(3, &specs, loss).unwrap_err().field(), field);
        }
        assert_eq!(Sequential::new(0, &[dense(1, Relu)], Loss::Mse).unwrap_err().field(), "inputs");
        let image = RowShape::Image { height: 2, width: 2, channels: 1 };
        assert_eq!(Sequential::new(image, &[dense(1, Relu)], Loss::Mse).unwrap_err().field(), "layers[0].kind");
    }
}
