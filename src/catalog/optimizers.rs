//! The optimizers.

use crate::declare::Kind;
use crate::optimizer::{Convention, OPTIMIZERS, OptimizerSpec};
use crate::report::report;

use super::field::{ByConvention, FieldInfo};
use super::texts::Text;

report! {
    /// An optimizer.
    pub struct OptimizerInfo {
        /// Its name in a request.
        pub kind: &'static str,
        /// Its name for people.
        pub title: Text,
        /// One sentence.
        pub description: Text,
        /// The rate that the library takes where none is given: a place to begin, not a good rate.
        pub default_lr: ByConvention,
        /// Its settings.
        pub fields: Vec<FieldInfo>,
    }
}

/// Every optimizer with its settings.
pub(super) fn optimizers() -> Vec<OptimizerInfo> {
    OPTIMIZERS.iter().filter_map(|kind| optimizer(kind)).collect()
}

fn optimizer(kind: &'static Kind) -> Option<OptimizerInfo> {
    let [keras, pytorch] =
        [Convention::Keras, Convention::Pytorch].map(|convention| OptimizerSpec::usual(kind.name, convention).ok());
    let (keras, pytorch) = keras.zip(pytorch)?;
    let defaults = keras.data().into_iter().zip(pytorch.data());
    Some(OptimizerInfo {
        kind: kind.name,
        title: kind.title.into(),
        description: kind.sentence.into(),
        default_lr: ByConvention { keras: keras.default_lr(), pytorch: pytorch.default_lr() },
        fields: kind
            .settings
            .iter()
            .zip(defaults)
            .map(|(setting, usual)| FieldInfo::by_convention(setting, usual))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Convention, FieldInfo, OptimizerInfo, optimizers};
    use crate::error::Result;
    use crate::named::Named as _;
    use crate::optimizer::{Optimizer as OptimizerSpec, State};
    use crate::range::Range;
    use crate::request::read_optimizer;
    use serde_json::{Value as Json, from_value, json, to_value};

    fn read(
        kind: &str,
        convention: Option<Convention>,
        settings: impl IntoIterator<Item = (&'static str, Json)>,
    ) -> Result<OptimizerSpec> {
        let mut request = json!({ "kind": kind });
        let convention = convention.map(|convention| ("convention", json!(convention.name())));
        for (name, value) in convention.into_iter().chain(settings) {
            request[name] = value;
        }
        read_optimizer(&from_value(request).unwrap())?.build(2)
    }

    /// What `field` is where it is left out.
    fn default_of(field: &FieldInfo, convention: Convention) -> Json {
        match field.defaults {
            Some(defaults) => to_value(defaults).unwrap()[convention.name()].clone(),
            None => to_value(&field.default).unwrap(),
        }
    }

    fn fields_of(info: &OptimizerInfo, convention: Convention) -> impl Iterator<Item = &FieldInfo> {
        let has =
            move |field: &&FieldInfo| field.conventions.is_empty() || field.conventions.contains(&convention.name());
        info.fields.iter().filter(|field| field.name != "convention").filter(has)
    }

    /// Two steps from the same weights.
    fn run(mut rule: OptimizerSpec) -> (Vec<f32>, usize) {
        let mut w = [0.5, -2.0];
        for gradients in [[1.0, -0.1], [-3.0, 2.0]] {
            rule.update(&mut w, &gradients, 0.1);
        }
        let arrays = rule.state().into_iter().filter(|part| matches!(part, State::Array([_, ..]))).count();
        (w.to_vec(), arrays)
    }

    #[test]
    fn what_the_catalog_calls_a_default_is_one() {
        for info in optimizers() {
            for convention in Convention::ALL {
                let defaults = fields_of(&info, *convention).map(|field| (field.name, default_of(field, *convention)));
                let bare = read(info.kind, Some(*convention), []).unwrap();
                let whole = read(info.kind, Some(*convention), defaults).unwrap();
                assert_eq!(run(bare), run(whole), "{} {convention:?}", info.kind);
            }
        }
    }

    #[test]
    fn the_catalog_has_every_field_with_the_range_that_holds() {
        for info in optimizers() {
            for convention in Convention::ALL {
                // An unknown field's error lists those that are read.
                let unknown = read(info.kind, Some(*convention), [("zzz", json!(1))]);
                let problem = unknown.unwrap_err().problem().to_owned();
                let known: Vec<&str> = problem.split_once("Known: kind, ").unwrap().1.split(", ").collect();
                assert_eq!(known, info.fields.iter().map(|field| field.name).collect::<Vec<_>>(), "{}", info.kind);
                for field in fields_of(&info, *convention).filter(|field| field.field_type == "number") {
                    let range = Range {
                        min: field.min.unwrap_or(f64::NEG_INFINITY),
                        max: field.max.unwrap_or(f64::INFINITY),
                        min_accepted: field.min_accepted,
                        max_accepted: field.max_accepted,
                        whole: false,
                    };
                    for value in [-0.1, 0.0, 1e-9, 0.5, 0.999, 1.0, 1.1] {
                        let refused = read(info.kind, Some(*convention), [(field.name, json!(value))]).err();
                        assert_eq!(refused.is_none(), range.contains(value), "{} {} {value}", info.kind, field.name);
                        assert!(refused.is_none_or(|error| error.field() == field.name));
                    }
                }
            }
        }
    }

    #[test]
    fn what_only_pytorch_has_is_refused_under_keras() {
        let mut found = Vec::new();
        for info in optimizers() {
            for field in info.fields.iter().filter(|field| field.conventions == ["pytorch"]) {
                for convention in [Some(Convention::Keras), None] {
                    let default = default_of(field, Convention::Pytorch);
                    let error = read(info.kind, convention, [(field.name, default)]).unwrap_err();
                    assert_eq!(error.field(), field.name);
                    assert!(error.problem().contains("only PyTorch has it"), "{error}");
                }
                found.push((info.kind, field.name));
            }
        }
        assert_eq!(found, [("sgd", "dampening"), ("adagrad", "lrDecay"), ("nadam", "momentumDecay")]);
    }

    #[test]
    fn defaults_of_the_libraries() {
        let catalog = optimizers();
        let of = |kind: &str, name: &str, convention: Convention| {
            let info = catalog.iter().find(|info| info.kind == kind).unwrap();
            let default = match info.fields.iter().find(|field| field.name == name) {
                Some(field) => default_of(field, convention),
                None => to_value(info.default_lr).unwrap()[convention.name()].clone(),
            };
            default.as_f64().unwrap()
        };
        for (kind, field, keras, pytorch) in [
            ("sgd", "lr", 0.01, 0.001),
            ("adagrad", "lr", 0.001, 0.01),
            ("adagrad", "initialAccumulatorValue", 0.1, 0.0),
            ("adagrad", "epsilon", 1e-7, 1e-10),
            ("adadelta", "lr", 0.001, 1.0),
            ("adadelta", "rho", 0.95, 0.9),
            ("adadelta", "epsilon", 1e-7, 1e-6),
            ("rmsprop", "lr", 0.001, 0.01),
            ("rmsprop", "rho", 0.9, 0.99),
            ("rmsprop", "epsilon", 1e-7, 1e-8),
            ("adam", "lr", 0.001, 0.001),
            ("adam", "epsilon", 1e-7, 1e-8),
            ("adam", "weightDecay", 0.0, 0.0),
            ("adamw", "lr", 0.001, 0.001),
            ("adamw", "weightDecay", 0.004, 0.01),
            ("nadam", "lr", 0.001, 0.002),
            ("adamax", "lr", 0.001, 0.002),
            ("radam", "lr", 0.001, 0.001),
            ("radam", "epsilon", 1e-8, 1e-8),
            ("lion", "lr", 0.001, 0.001),
            ("lion", "beta2", 0.99, 0.99),
        ] {
            let defaults = [Convention::Keras, Convention::Pytorch].map(|convention| of(kind, field, convention));
            assert_eq!(defaults, [keras, pytorch], "{kind} {field}");
        }
    }
}
