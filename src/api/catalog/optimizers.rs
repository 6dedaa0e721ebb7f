//! The optimizers.

use serde::Serialize;

use crate::optimizer::{
    AdadeltaConfig, AdagradConfig, AdamConfig, AdamaxConfig, Adamw, Convention, LionConfig, NadamConfig, RadamConfig,
    RmspropConfig, Setting, SgdConfig,
};

use super::field::{ByConvention, FieldInfo};

/// An optimizer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct OptimizerInfo {
    /// Its name in a request.
    pub kind: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// The rate that the library takes where none is given: a place to begin, not a good rate.
    pub default_lr: ByConvention,
    /// Its settings.
    pub fields: Vec<FieldInfo>,
}

/// A number of the library's defaults, as a field.
fn number(setting: Setting, default: impl Fn(Convention) -> f64, description: &'static str) -> FieldInfo {
    FieldInfo::number(setting.name, setting.range, default(Convention::default()), description)
        .by_convention(ByConvention::of(default))
}

/// A number that only PyTorch's rule has.
fn pytorch_only(setting: Setting, default: f64, description: &'static str) -> FieldInfo {
    FieldInfo::number(setting.name, setting.range, default, description).only_under(Convention::Pytorch)
}

fn momentum(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::MOMENTUM, default, "Share of the last velocity that is kept: the steps gather speed downhill.")
}

fn rho(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::RHO, default, "Share of the mean squared gradient that is kept: near 1 the memory is long.")
}

fn beta1(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::BETA1, default, "Share of the mean gradient that is kept: Adam's momentum.")
}

fn beta2(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::BETA2, default, "Share of the mean squared gradient that is kept: near 1 the memory is long.")
}

fn epsilon(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::EPSILON, default, "Keeps the division apart from 0; a large one makes the rule more like SGD.")
}

fn amsgrad(default: bool) -> FieldInfo {
    FieldInfo::flag("amsgrad", default, "Divide by the largest mean square so far, so that no step grows again.")
}

fn weight_decay(default: impl Fn(Convention) -> f64) -> FieldInfo {
    let description = "Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it.";
    number(Setting::WEIGHT_DECAY, default, description)
}

fn decoupled_weight_decay(default: impl Fn(Convention) -> f64) -> FieldInfo {
    number(Setting::WEIGHT_DECAY, default, "Pulls the weights towards 0, apart from the gradient.")
}

/// Every optimizer with its own fields; the convention comes before them.
pub(super) fn optimizers() -> Vec<OptimizerInfo> {
    let keras = Convention::Keras;
    let infos = [
        OptimizerInfo {
            kind: "sgd",
            title: "SGD",
            description: "Gradient descent, with momentum if you like: the rate is the size of the step.",
            default_lr: ByConvention::of(SgdConfig::default_lr),
            fields: vec![
                momentum(|of| SgdConfig::defaults(of).momentum),
                FieldInfo::flag(
                    "nesterov",
                    SgdConfig::defaults(keras).nesterov,
                    "Look ahead along the velocity; needs momentum.",
                ),
                pytorch_only(
                    Setting::DAMPENING,
                    SgdConfig::DAMPENING,
                    "Share of a new gradient that the velocity leaves out.",
                ),
                weight_decay(|of| SgdConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "adagrad",
            title: "Adagrad",
            description: "Divides each weight's steps by all the gradients it has had: its own rate only falls.",
            default_lr: ByConvention::of(AdagradConfig::default_lr),
            fields: vec![
                number(
                    Setting::INITIAL_ACCUMULATOR_VALUE,
                    |of| AdagradConfig::defaults(of).initial_accumulator_value,
                    "Where the sum of squared gradients begins: a larger one makes the first steps smaller.",
                ),
                epsilon(|of| AdagradConfig::defaults(of).epsilon),
                pytorch_only(
                    Setting::LR_DECAY,
                    AdagradConfig::LR_DECAY,
                    "Lowers the rate by itself: after t steps it is divided by 1 + t times this.",
                ),
                weight_decay(|of| AdagradConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "adadelta",
            title: "Adadelta",
            description: "Measures each step by the steps before it and needs a rate near 1, or much patience.",
            default_lr: ByConvention::of(AdadeltaConfig::default_lr),
            fields: vec![
                rho(|of| AdadeltaConfig::defaults(of).rho),
                number(
                    Setting::EPSILON,
                    |of| AdadeltaConfig::defaults(of).epsilon,
                    "The first steps are made of it: a larger one starts faster.",
                ),
                weight_decay(|of| AdadeltaConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "rmsprop",
            title: "RMSprop",
            description: "Divides each weight's gradient by its recent size, so that all weights move alike.",
            default_lr: ByConvention::of(RmspropConfig::default_lr),
            fields: vec![
                rho(|of| RmspropConfig::defaults(of).rho),
                momentum(|of| RmspropConfig::defaults(of).momentum),
                epsilon(|of| RmspropConfig::defaults(of).epsilon),
                FieldInfo::flag(
                    "centered",
                    RmspropConfig::defaults(keras).centered,
                    "Divide by the gradient's deviation from its mean instead of its size.",
                ),
                weight_decay(|of| RmspropConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "adam",
            title: "Adam",
            description: "Momentum, divided by the recent size of the gradients: the rate is about the size of a step.",
            default_lr: ByConvention::of(AdamConfig::default_lr),
            fields: vec![
                beta1(|of| AdamConfig::defaults(of).beta1),
                beta2(|of| AdamConfig::defaults(of).beta2),
                epsilon(|of| AdamConfig::defaults(of).epsilon),
                amsgrad(AdamConfig::defaults(keras).amsgrad),
                weight_decay(|of| AdamConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "adamw",
            title: "AdamW",
            description: "Adam that pulls the weights towards 0 apart from the gradient.",
            default_lr: ByConvention::of(AdamConfig::default_lr),
            fields: vec![
                beta1(|of| Adamw::defaults(of).beta1),
                beta2(|of| Adamw::defaults(of).beta2),
                epsilon(|of| Adamw::defaults(of).epsilon),
                amsgrad(Adamw::defaults(keras).amsgrad),
                decoupled_weight_decay(|of| Adamw::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "nadam",
            title: "Nadam",
            description: "Adam that looks ahead along its momentum, which rises from half to all of beta1.",
            default_lr: ByConvention::of(NadamConfig::default_lr),
            fields: vec![
                beta1(|of| NadamConfig::defaults(of).beta1),
                beta2(|of| NadamConfig::defaults(of).beta2),
                epsilon(|of| NadamConfig::defaults(of).epsilon),
                pytorch_only(
                    Setting::MOMENTUM_DECAY,
                    NadamConfig::MOMENTUM_DECAY,
                    "How fast the momentum rises to beta1; Keras's rises as with 1.",
                ),
                weight_decay(|of| NadamConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "adamax",
            title: "Adamax",
            description: "Adam that divides by the largest recent gradient: steadier after a sudden large one.",
            default_lr: ByConvention::of(AdamaxConfig::default_lr),
            fields: vec![
                beta1(|of| AdamaxConfig::defaults(of).beta1),
                number(
                    Setting::BETA2,
                    |of| AdamaxConfig::defaults(of).beta2,
                    "Share of the largest gradient that is kept: near 1 it is remembered for long.",
                ),
                epsilon(|of| AdamaxConfig::defaults(of).epsilon),
                weight_decay(|of| AdamaxConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "radam",
            title: "RAdam",
            description: "Adam with a warm-up of its own: it divides only once it has seen enough gradients. The \
                          rule is PyTorch's under both conventions.",
            default_lr: ByConvention::of(RadamConfig::default_lr),
            fields: vec![
                beta1(|of| RadamConfig::defaults(of).beta1),
                beta2(|of| RadamConfig::defaults(of).beta2),
                epsilon(|of| RadamConfig::defaults(of).epsilon),
                weight_decay(|of| RadamConfig::defaults(of).weight_decay),
            ],
        },
        OptimizerInfo {
            kind: "lion",
            title: "Lion",
            description: "Moves every weight by exactly the rate, along the sign of a momentum: use a small rate. \
                          The rule is Keras's under both conventions.",
            default_lr: ByConvention::of(LionConfig::default_lr),
            fields: vec![
                number(
                    LionConfig::BETA1,
                    |of| LionConfig::defaults(of).beta1,
                    "Share of the mean gradient in the direction of a step; the rest is the new gradient.",
                ),
                number(
                    Setting::BETA2,
                    |of| LionConfig::defaults(of).beta2,
                    "Share of the mean gradient that is kept: near 1 the memory is long.",
                ),
                weight_decay(|of| LionConfig::defaults(of).weight_decay),
            ],
        },
    ];
    infos
        .into_iter()
        .map(|mut info| {
            let convention = FieldInfo::choice("convention", keras, "Whose rule and whose defaults.");
            info.fields.insert(0, convention);
            info
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Convention, FieldInfo, OptimizerInfo, optimizers};
    use crate::api::{Value, optimizer::Optimizer};
    use crate::named::Named as _;
    use crate::optimizer::{Optimizer as Rule, State};
    use crate::range::Range;
    use serde_json::{Map, Value as Json, json};

    fn read(request: Json) -> crate::error::Result<Rule> {
        let value: Value = serde_json::from_value(request).unwrap();
        Optimizer::read(&value)?.build(2)
    }

    /// What `field` is where it is left out.
    fn default_of(field: &FieldInfo, convention: Convention) -> Json {
        let default = serde_json::to_value(field).unwrap();
        if default["defaults"].is_null() {
            default["default"].clone()
        } else {
            default["defaults"][convention.name()].clone()
        }
    }

    fn fields_of(info: &OptimizerInfo, convention: Convention) -> impl Iterator<Item = &FieldInfo> {
        let has =
            move |field: &&FieldInfo| field.conventions.is_empty() || field.conventions.contains(&convention.name());
        info.fields.iter().filter(|field| field.name != "convention").filter(has)
    }

    /// Two steps from the same weights.
    fn run(mut rule: Rule) -> (Vec<f32>, usize) {
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
                let bare = json!({ "kind": info.kind, "convention": convention.name() });
                let mut whole = bare.as_object().unwrap().clone();
                let fields = fields_of(&info, *convention);
                whole.extend(fields.map(|field| (field.name.to_owned(), default_of(field, *convention))));
                let (bare, whole) = (read(bare).unwrap(), read(whole.into()).unwrap());
                assert_eq!(run(bare), run(whole), "{} {convention:?}", info.kind);
            }
        }
    }

    #[test]
    fn the_catalog_has_every_field_with_the_range_that_holds() {
        for info in optimizers() {
            for convention in Convention::ALL {
                let base: Map<String, Json> =
                    json!({ "kind": info.kind, "convention": convention.name() }).as_object().unwrap().clone();
                // An unknown field's error lists those that are read.
                let mut unknown = base.clone();
                unknown.insert("zzz".to_owned(), json!(1));
                let problem = read(unknown.into()).unwrap_err().problem().to_owned();
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
                        let mut request = base.clone();
                        request.insert(field.name.to_owned(), json!(value));
                        match read(request.into()) {
                            Ok(_) => assert!(range.contains(value), "{} {} {value}", info.kind, field.name),
                            Err(error) => {
                                assert_eq!(error.field(), field.name);
                                assert!(!range.contains(value), "{} {} {value}", info.kind, field.name);
                            }
                        }
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
                for convention in [json!("keras"), json!(null)] {
                    let mut request = json!({ "kind": info.kind, "convention": convention });
                    if request["convention"].is_null() {
                        request.as_object_mut().unwrap().remove("convention");
                    }
                    request[field.name] = default_of(field, Convention::Pytorch);
                    let error = read(request).unwrap_err();
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
        let catalog = serde_json::to_value(optimizers()).unwrap();
        let of = |kind: &str, field: &str| {
            let info = catalog.as_array().unwrap().iter().find(|info| info["kind"] == kind).unwrap();
            if field == "lr" {
                return (info["defaultLr"]["keras"].clone(), info["defaultLr"]["pytorch"].clone());
            }
            let field = info["fields"].as_array().unwrap().iter().find(|info| info["name"] == field).unwrap();
            match &field["defaults"] {
                Json::Null => (field["default"].clone(), field["default"].clone()),
                defaults => (defaults["keras"].clone(), defaults["pytorch"].clone()),
            }
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
            assert_eq!(of(kind, field), (json!(keras), json!(pytorch)), "{kind} {field}");
        }
    }
}
