//! What a network answers over its features: on which grid, in which units, and for which data.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, fit, surface};
use lr_lab::error::Result;
use lr_lab::run::Fit;
use lr_lab::train::DecisionSurface;
use serde_json::{Value as Json, json};

fn value(json: &Json) -> Value {
    serde_json::from_value(json.clone()).unwrap()
}

fn run(data: Json, loss: &str, outputs: usize, activation: &str) -> Result<Fit> {
    let batch = if data.get("name").is_some() { json!(32) } else { json!("full") };
    let experiment = json!({
        "data": data, "loss": loss, "optimizer": { "kind": "adam" }, "batchSize": batch, "seed": 1,
        "model": { "layers": [
            { "kind": "dense", "units": 16, "activation": "tanh" }, { "kind": "dropout", "rate": 0.1 },
            { "kind": "dense", "units": outputs, "activation": activation },
        ] },
    });
    fit(&value(&experiment), &value(&json!({ "schedule": { "kind": "constant", "lr": 0.03 }, "epochs": 60 })))
}

fn moons() -> Fit {
    run(json!({ "name": "moons", "validation": 0.2 }), "binary-crossentropy", 1, "sigmoid").unwrap()
}

fn of(fit: &mut Fit, resolution: usize) -> DecisionSurface {
    surface(fit, Some(&value(&json!({ "resolution": resolution })))).unwrap()
}

/// The place of the grid nearest to a number.
fn nearest(axis: &[f64], at: f64) -> usize {
    (0..axis.len()).min_by(|a, b| (axis[*a] - at).abs().total_cmp(&(axis[*b] - at).abs())).unwrap()
}

#[test]
fn asking_changes_nothing() {
    let (mut asked, mut unasked) = (moons(), moons());
    let initial = of(&mut asked, 20);
    asked.advance(7);
    unasked.advance(7);
    assert_ne!(of(&mut asked, 20).outputs, initial.outputs);
    asked.advance(usize::MAX);
    unasked.advance(usize::MAX);
    assert_eq!(asked.trainer().fingerprint(), unasked.trainer().fingerprint());
    assert_eq!(asked.trace(), unasked.trace());
}

#[test]
fn a_trained_network_answers_the_classes_of_its_rows_in_their_own_units() {
    let mut fit = moons();
    let untrained = of(&mut fit, 200);
    fit.advance(usize::MAX);
    let surface = of(&mut fit, 200);
    let DecisionSurface { classes, xs, ys, outputs, probabilities, points } = &surface;
    assert_eq!((*classes, xs.len(), ys.len(), outputs.len(), probabilities.len()), (2, 200, 200, 40_000, 40_000));
    assert!(probabilities.iter().all(|probability| (0.5..=1.0).contains(probability)));

    // scikit-learn's moons reach from about -1 to 2 and from -0.5 to 1; standardized they would not.
    assert_eq!(points.targets.len(), 200);
    assert_eq!(points.held_out.iter().filter(|held_out| **held_out).count(), 40);
    assert!(!points.held_out[159] && points.held_out[160], "rows to train on come first");
    let (least, most) = (points.xs.iter().copied().fold(9.0, f64::min), points.xs.iter().copied().fold(-9.0, f64::max));
    assert!((-1.6..-0.9).contains(&least) && (1.9..2.6).contains(&most), "{least} to {most}");
    let span = most - least;
    assert!((xs[0] - (least - 0.08 * span)).abs() < 1e-5 && (xs[199] - (most + 0.08 * span)).abs() < 1e-5);
    assert!(xs.windows(2).all(|pair| ((pair[1] - pair[0]) / (1.16 * span / 199.0) - 1.0).abs() < 1e-3));

    let right = |surface: &DecisionSurface| {
        let rows = (0..200).filter(|&row| {
            let place = nearest(ys, points.ys[row]) * 200 + nearest(xs, points.xs[row]);
            f64::from(surface.outputs[place]) == points.targets[row]
        });
        rows.count()
    };
    assert!(right(&surface) > 190, "{} of 200", right(&surface));
    assert!(right(&untrained) < 180, "{} of 200 before training", right(&untrained));
}

#[test]
fn every_loss_of_classes_has_a_surface_and_a_quantity_its_curve() {
    let plane = |encoding: Option<&str>| {
        let mut data = json!({ "name": "blobs", "validation": 0.25 });
        if let Some(encoding) = encoding {
            data["encoding"] = json!(encoding);
        }
        data
    };
    let classes = of(&mut run(plane(None), "mse", 3, "linear").unwrap(), 3).classes;
    for (data, loss, outputs, activation) in [
        (plane(None), "categorical-crossentropy", 3, "softmax"),
        (plane(None), "sparse-categorical-crossentropy", 3, "softmax"),
        (plane(None), "binary-crossentropy", 3, "sigmoid"),
        (plane(None), "mse", 3, "relu"),
        (plane(Some("label")), "mse", 1, "linear"),
        (plane(Some("label")), "mse", 4, "linear"),
        (
            json!({ "features": [[0, 1], [1, 1], [2, 0]], "targets": [[1, 0, 0], [0, 1, 0], [0, 0, 1]] }),
            "categorical-crossentropy",
            3,
            "softmax",
        ),
        (
            json!({ "features": [[0, 1], [1, 1], [2, 0]], "targets": [[0], [2], [1]] }),
            "sparse-categorical-crossentropy",
            3,
            "softmax",
        ),
    ] {
        let mut fit = run(data, loss, outputs, activation).unwrap();
        fit.advance(usize::MAX);
        let surface = of(&mut fit, 9);
        assert_eq!((surface.classes, surface.outputs.len()), (classes, 81), "{loss}");
        assert!(surface.outputs.iter().all(|class| [0.0, 1.0, 2.0].contains(class)), "{loss}: {:?}", surface.outputs);
        assert!(surface.probabilities.iter().all(|probability| (0.0..=1.0).contains(probability)), "{loss}");
        assert!(surface.points.targets.contains(&2.0), "{loss}");
    }

    let mut fit = run(json!({ "name": "sine" }), "mse", 1, "linear").unwrap();
    fit.advance(usize::MAX);
    let curve = surface(&mut fit, None).unwrap();
    assert_eq!((curve.classes, curve.xs.len(), curve.outputs.len()), (0, 200, 200));
    assert!(curve.ys.is_empty() && curve.probabilities.is_empty() && curve.points.ys.is_empty());
    let squares = curve.points.xs.iter().zip(&curve.points.targets).map(|(x, y)| {
        let error = f64::from(curve.outputs[nearest(&curve.xs, *x)]) - y;
        error * error
    });
    let mean = squares.sum::<f64>() / curve.points.xs.len() as f64;
    assert!(mean < 0.1, "{mean}");
}

#[test]
fn a_network_without_finite_answers_has_none() {
    let data = json!({ "features": [[0, 1], [1, 1]], "targets": [[0], [1]] });
    let mut fit = run(data, "binary-crossentropy", 1, "sigmoid").unwrap();
    let finite = of(&mut fit, 2);
    assert!(finite.outputs.iter().all(|class| class.is_finite()));
    // A constant feature has room around it all the same.
    assert_eq!(finite.ys, [0.5, 1.5]);
    let data = json!({ "features": [[-3e38, 1], [3e38, 1]], "targets": [[1, 0], [0, 1]] });
    let experiment = json!({
        "data": data, "loss": "categorical-crossentropy", "optimizer": { "kind": "sgd" }, "batchSize": "full",
        "model": { "layers": [{ "kind": "dense", "units": 2, "activation": "softmax" }],
                   "weights": [{ "shape": [2, 2], "values": [9, 0, 0, 0] }, { "shape": [2], "values": [0, 0] }] },
    });
    let options = json!({ "schedule": { "kind": "constant", "lr": 1 }, "steps": 1 });
    let surface = of(&mut lr_lab::api::fit(&value(&experiment), &value(&options)).unwrap(), 3);
    assert!(surface.xs.iter().all(|x| x.is_finite()));
    assert!(surface.outputs.iter().any(|class| class.is_nan()), "{:?}", surface.outputs);
}

#[test]
fn refusals() {
    for (data, loss, outputs, field, words) in [
        (json!({ "name": "iris" }), "categorical-crossentropy", 3, "data", "classes of 4 features"),
        (
            json!({ "name": "diabetes" }),
            "mse",
            1,
            "data",
            "1 quantity of 10 features is not accepted; use classes of two features",
        ),
        (
            json!({ "features": [[0], [1]], "targets": [[0, 1], [1, 1]] }),
            "mse",
            2,
            "data",
            "2 quantities of 1 feature is not",
        ),
        // Two questions at once have no winner.
        (
            json!({ "features": [[0, 1], [1, 1]], "targets": [[0, 1], [1, 1]] }),
            "binary-crossentropy",
            2,
            "data",
            "quantities",
        ),
    ] {
        let activation = match loss {
            "mse" => "linear",
            "binary-crossentropy" => "sigmoid",
            _ => "softmax",
        };
        let error = surface(&mut run(data, loss, outputs, activation).unwrap(), None).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
        assert!(error.problem().contains(words), "{error}");
    }
    for (options, field) in [
        (json!({ "resolution": 1 }), "resolution"),
        (json!({ "resolution": 201 }), "resolution"),
        (json!({ "resolution": 2.5 }), "resolution"),
        (json!({ "resolution": "fine" }), "resolution"),
        (json!({ "resolutoin": 9 }), "resolutoin"),
        (json!([9]), ""),
    ] {
        assert_eq!(surface(&mut moons(), Some(&value(&options))).unwrap_err().field(), field, "{options}");
    }
}
