//! The activations.

use crate::model::Activation;
use crate::named::Named;

use super::field::KindInfo;

pub(super) fn activations() -> Vec<KindInfo> {
    Activation::ALL.iter().map(|kind| activation(*kind)).collect()
}

fn activation(kind: Activation) -> KindInfo {
    let (title, description) = match kind {
        Activation::Linear => ("Linear", "The sum as it is: for the outputs of a regression."),
        Activation::Relu => ("ReLU", "Cuts off what is below 0; fast and the usual choice inside a network."),
        Activation::LeakyRelu => (
            "Leaky ReLU",
            "Lets a fifth of what is below 0 through, so that no unit falls silent for good (PyTorch: 1 %).",
        ),
        Activation::Gelu => (
            "GELU",
            "A smooth ReLU that weighs each sum by the share of a normal distribution below it; usual in Transformers.",
        ),
        Activation::Swish => ("Swish", "A smooth ReLU, the sum times its own sigmoid; also called SiLU."),
        Activation::Tanh => {
            ("Tanh", "Squeezes the sum between −1 and 1; far from 0 it is flat and learning slows down.")
        }
        Activation::Sigmoid => ("Sigmoid", "Squeezes the sum between 0 and 1: the probability of a yes."),
        Activation::Softmax => {
            ("Softmax", "Turns the sums of a layer into probabilities that add up to 1, one a class.")
        }
    };
    KindInfo { kind: kind.name(), title, description, fields: Vec::new() }
}
