//! The experiment of a link, key by key.

use crate::data::Encoding;
use crate::error::Error;
use crate::model::layer::LayerSpec;
use crate::model::{Activation, Init, Loss};
use crate::named::Named;
use crate::optimizer::{Convention, OptimizerSpec, SgdConfig};
use crate::range::Range;
use crate::request::read_optimizer;
use crate::request::{BatchSize, Data, Experiment, Model, Value};
use crate::sentence;
use crate::source::synthetic::Synthetic;
use crate::source::{GALLERIES, Gallery, Set};

use super::keys::Texts;
use super::kind::{self, Map, flag, named, object};
use super::notes::Notes;
use super::{model, number, optimizer, weights};

/// Version 1's data, share held out, batch and seed.
const DATA: &str = "breast-cancer";
const VALIDATION: f64 = 0.2;
pub(super) const BATCH: usize = 32;
const SEED: u64 = 1;

/// JavaScript's largest whole number.
const MAX_SEED: u64 = 9_007_199_254_740_991;

/// The data of version 1.
pub(super) fn usual_data() -> Data {
    Data::Named {
        name: DATA.to_owned(),
        samples: None,
        noise: None,
        classes: None,
        standardize: None,
        validation: Some(VALIDATION),
        encoding: None,
    }
}

/// An experiment of version 1 on `data`.
pub(super) fn usual(data: Data) -> Experiment {
    let loss = usual_loss(&data);
    Experiment {
        model: Model { layers: usual_layers(&data, loss, Activation::Relu), init: None, weights: None },
        loss,
        optimizer: usual_optimizer(),
        batch_size: BatchSize::Rows(BATCH),
        shuffle: None,
        seed: Some(SEED),
        data,
    }
}

fn usual_optimizer() -> OptimizerSpec {
    OptimizerSpec::Sgd(SgdConfig::defaults(Convention::default()))
}

/// Number of classes of a data set with a name; none for a quantity.
pub(super) fn classes(data: &Data) -> Option<usize> {
    let Data::Named { name, .. } = data else { return None };
    match (Gallery::named(name), Set::named(name)) {
        (Ok(gallery), _) => Some(gallery.classes),
        (_, Ok(set)) => set.classes(),
        _ => None,
    }
}

/// The loss that a task starts with.
pub(super) fn usual_loss(data: &Data) -> Loss {
    if classes(data).is_some() { Loss::CategoricalCrossentropy } else { Loss::Mse }
}

/// The last layer's activation that goes with a loss.
pub(super) fn output_activation(data: &Data, loss: Loss) -> Activation {
    let any = if classes(data).is_some() { Activation::Sigmoid } else { Activation::Linear };
    loss.fused_with().unwrap_or(any)
}

/// The output layer that goes with a loss.
pub(super) fn usual_output(data: &Data, loss: Loss) -> LayerSpec {
    let encoded = matches!(data, Data::Named { encoding: Some(_), .. });
    let units = match classes(data) {
        None => 1,
        // A yes or no needs one output.
        Some(2) if loss.fused_with() == Some(Activation::Sigmoid) && !encoded => 1,
        Some(classes) => classes,
    };
    LayerSpec::Dense { units, activation: output_activation(data, loss) }
}

/// Version 1's network.
pub(super) fn usual_layers(data: &Data, loss: Loss, act: Activation) -> Vec<LayerSpec> {
    let hidden = LayerSpec::Dense { units: 10, activation: act };
    vec![hidden, hidden, usual_output(data, loss)]
}

/// The same experiment without what only repeats the defaults.
pub(super) fn normal(experiment: &Experiment) -> Experiment {
    let mut experiment = experiment.clone();
    let all = classes(&experiment.data);
    if let Data::Named { name, samples, noise, classes, standardize, validation, encoding } = &mut experiment.data {
        let gallery = Gallery::named(name).is_ok();
        *standardize = standardize.filter(|standardize| *standardize == gallery);
        *validation = Some(validation.unwrap_or(0.0));
        *encoding = encoding.filter(|encoding| *encoding != Encoding::OneHot);
        *classes = classes.take().map(in_order).filter(|some| Some(some.len()) != all);
        if let Ok(Set::Synthetic(set)) = Set::named(name) {
            *samples = samples.filter(|samples| *samples != Synthetic::DEFAULT_SAMPLES);
            *noise = noise.filter(|noise| *noise != set.noise);
        }
    }
    experiment.model.init =
        experiment.model.init.filter(|init| *init != Init::default() && experiment.model.weights.is_none());
    experiment.shuffle = experiment.shuffle.filter(|shuffle| !shuffle);
    experiment.seed = Some(experiment.seed.unwrap_or(0));
    experiment
}

/// As a link has it; what is as in version 1 is empty.
pub(super) fn write(experiment: &Experiment, optimizer: &Map, texts: &mut Texts) {
    let unless = |usual: bool, text: String| if usual { String::new() } else { text };
    let flag = |flag: Option<bool>| flag.map_or("", |flag| if flag { "yes" } else { "no" });
    if let Data::Named { name, samples, noise, classes, standardize, validation, encoding } = &experiment.data {
        let validation = validation.unwrap_or(0.0);
        texts.set("data", unless(name == DATA, name.clone()));
        texts.set("n", samples.map(|samples| number::write(samples as f64)).unwrap_or_default());
        texts.set("noise", noise.map(number::write).unwrap_or_default());
        texts.set("classes", classes.iter().flatten().map(usize::to_string).collect::<Vec<_>>().join(":"));
        texts.set("validation", unless(validation == VALIDATION, number::write(validation)));
        texts.set("standardize", flag(*standardize));
        texts.set("encoding", encoding.map_or("", Named::name));
    }
    let (data, loss) = (&experiment.data, experiment.loss);
    let (short, act) = model::write(&experiment.model.layers, output_activation(data, loss));
    let usual = usual_layers(data, loss, act.unwrap_or(Activation::Relu)) == experiment.model.layers;
    texts.set("model", unless(usual, short));
    texts.set("act", act.map_or("", Named::name));
    texts.set("init", experiment.model.init.map_or("", Named::name));
    texts.set("weights", experiment.model.weights.as_deref().map(weights::write).unwrap_or_default());
    texts.set("loss", unless(loss == usual_loss(data), loss.name().to_owned()));
    let opt = optimizer::write(optimizer);
    texts.set("opt", unless(opt == "sgd", opt));
    texts.set(
        "batch",
        match experiment.batch_size {
            BatchSize::Full => "full".to_owned(),
            BatchSize::Rows(rows) => unless(rows == BATCH, number::write(rows as f64)),
        },
    );
    texts.set("shuffle", flag(experiment.shuffle));
    let seed = experiment.seed.unwrap_or(0);
    texts.set("seed", unless(seed == SEED, number::write(seed as f64)));
}

/// What a link says, or key by key the nearest to it. Whether the parts fit each other is not looked at here.
pub(super) fn read(texts: &Texts, notes: &mut Notes) -> (Experiment, Map) {
    let galleries = GALLERIES.iter().map(|gallery| gallery.name);
    let known: Vec<&str> = Set::all().map(|set| set.name()).chain(galleries).collect();
    let name = texts.given("data").and_then(|text| kind::meant("data", text, known.into_iter(), DATA, notes));
    let data = Data::Named {
        name: name.unwrap_or(DATA).to_owned(),
        samples: number_of(texts, "n", Synthetic::SAMPLES, notes).map(|samples| samples as usize),
        noise: number_of(texts, "noise", Synthetic::NOISE, notes),
        classes: classes_of(texts, notes),
        standardize: flag_of(texts, "standardize", notes),
        validation: Some(number_of(texts, "validation", Range::FRACTION, notes).unwrap_or(VALIDATION)),
        encoding: named_of(texts, "encoding", notes),
    };
    let loss = named_of(texts, "loss", notes).unwrap_or_else(|| usual_loss(&data));
    let act = named_of(texts, "act", notes).unwrap_or(Activation::Relu);
    let layers = match texts.get("model") {
        "" => usual_layers(&data, loss, act),
        text => model::read(text, act, output_activation(&data, loss)).unwrap_or_else(|error| {
            notes.instead("model", &error, sentence!("link.usual-network", "10-10 and the outputs"));
            usual_layers(&data, loss, act)
        }),
    };
    let weights = texts
        .given("weights")
        .and_then(|text| weights::read(text).map_err(|error| notes.instead("weights", &error, weights::drawn())).ok());
    let map = texts
        .given("opt")
        .and_then(|text| optimizer::read(text, notes).map_err(|error| notes.instead("opt", &error, "sgd")).ok());
    let map = map.unwrap_or_else(|| named("sgd"));
    let batch_size = match texts.get("batch") {
        "full" => BatchSize::Full,
        _ => BatchSize::Rows(number_of(texts, "batch", BatchSize::ROWS, notes).map_or(BATCH, |rows| rows as usize)),
    };
    let experiment = Experiment {
        model: Model { layers, init: named_of(texts, "init", notes), weights },
        loss,
        optimizer: read_optimizer(&Value::Map(map.clone())).unwrap_or_else(|_| usual_optimizer()),
        batch_size,
        shuffle: flag_of(texts, "shuffle", notes),
        seed: Some(number_of(texts, "seed", Range::whole(0, MAX_SEED), notes).map_or(SEED, |seed| seed as u64)),
        data,
    };
    (normal(&experiment), map)
}

/// A number within `range`, or the nearest end of it.
fn number_of(texts: &Texts, key: &'static str, range: Range, notes: &mut Notes) -> Option<f64> {
    let text = texts.given(key)?;
    let number = number::read(text);
    let checked = match number {
        Some(number) => range.check("", number),
        None => Err(Error::not_accepted("", Value::Text(text.to_owned()), range)),
    };
    checked.map_or_else(
        |error| {
            let near = number.map(|number| number::nearest(&range, number)).filter(|near| range.contains(*near));
            notes.instead(key, &error, near.map(number::write).unwrap_or_default());
            near
        },
        Some,
    )
}

/// Classes between colons.
fn classes_of(texts: &Texts, notes: &mut Notes) -> Option<Vec<usize>> {
    let text = texts.given("classes")?;
    let classes: Option<Vec<usize>> = text.split(':').map(|class| class.trim().parse().ok()).collect();
    if classes.is_none() {
        let accepted = sentence!("accepted.classes", "whole numbers from 0 between colons");
        notes.instead("classes", &Error::not_accepted("", Value::Text(text.to_owned()), accepted), "");
    }
    classes
}

/// Each once, the lowest first.
fn in_order(mut classes: Vec<usize>) -> Vec<usize> {
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn flag_of(texts: &Texts, key: &'static str, notes: &mut Notes) -> Option<bool> {
    let text = texts.given(key)?;
    let flag = flag(text);
    if flag.is_none() {
        let accepted = sentence!("accepted.yes-or-no", "yes or no");
        notes.instead(key, &Error::not_accepted("", Value::Text(text.to_owned()), accepted), "");
    }
    flag
}

/// A kind by its name, or by a similar one.
fn named_of<T: Named>(texts: &Texts, key: &'static str, notes: &mut Notes) -> Option<T> {
    let known = T::ALL.iter().map(|kind| kind.name());
    T::named("", kind::meant(key, texts.given(key)?, known, "", notes)?).ok()
}

/// As a plain value, in the names of a request.
pub(super) fn value(experiment: &Experiment, optimizer: &Map) -> Value {
    let data = match &experiment.data {
        Data::Named { name, samples, noise, classes, standardize, validation, encoding } => object([
            ("name", Some(Value::Text(name.clone()))),
            ("samples", samples.map(|samples| Value::Number(samples as f64))),
            ("noise", noise.map(Value::Number)),
            ("classes", classes.as_ref().map(|all| Value::Numbers(all.iter().map(|class| *class as f64).collect()))),
            ("standardize", standardize.map(Value::Bool)),
            ("validation", validation.map(Value::Number)),
            ("encoding", encoding.map(kind::name)),
        ]),
        // A link carries no rows.
        Data::Csv { .. } | Data::Given { .. } => Value::Null,
    };
    let layers = experiment.model.layers.iter().map(|layer| model::value(*layer)).collect();
    let model = object([
        ("layers", Some(Value::List(layers))),
        ("init", experiment.model.init.map(kind::name)),
        ("weights", experiment.model.weights.as_deref().map(weights::value)),
    ]);
    let batch_size = match experiment.batch_size {
        BatchSize::Full => Value::Text("full".to_owned()),
        BatchSize::Rows(rows) => Value::Number(rows as f64),
    };
    object([
        ("data", Some(data)),
        ("model", Some(model)),
        ("loss", Some(kind::name(experiment.loss))),
        ("optimizer", Some(Value::Map(optimizer.clone()))),
        ("batchSize", Some(batch_size)),
        ("shuffle", experiment.shuffle.map(Value::Bool)),
        ("seed", experiment.seed.map(|seed| Value::Number(seed as f64))),
    ])
}
