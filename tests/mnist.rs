//! MNIST, given as files, and document 003's network on it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, datasets, fit, lr_find, provide_data};
use serde_json::json;

const IMAGES: &[u8] = include_bytes!("../data/mnist-3000-images.idx3-ubyte.gz");
const LABELS: &[u8] = include_bytes!("../data/mnist-3000-labels.idx1-ubyte.gz");

fn value(json: serde_json::Value) -> Value {
    serde_json::from_value(json).unwrap()
}

/// Conv2D(32, 3) relu, MaxPool, Flatten, Dense(128) relu, Dropout(.1), Dense(10) softmax; Adam, as the post has it.
fn experiment() -> Value {
    value(json!({
        "data": { "name": "mnist", "validation": 0.2 },
        "model": { "layers": [
            { "kind": "conv2d", "filters": 32, "kernelSize": 3, "activation": "relu" },
            { "kind": "max-pool2d" },
            { "kind": "flatten" },
            { "kind": "dense", "units": 128, "activation": "relu" },
            { "kind": "dropout", "rate": 0.1 },
            { "kind": "dense", "units": 10, "activation": "softmax" },
        ] },
        "loss": "categorical-crossentropy",
        "optimizer": { "kind": "adam" },
        "batchSize": 32,
        "seed": 1,
    }))
}

#[test]
fn it_is_asked_for_until_it_is_here() {
    let error = lr_find(&experiment(), None).unwrap_err();
    assert_eq!(error.field(), "data.name");
    assert!(error.problem().contains("provideData"), "{error}");
    let info = |name| datasets().unwrap().into_iter().find(|set| set.name == name).unwrap();
    assert_eq!((info("mnist").provided, info("mnist").rows), (false, 0));

    let given = provide_data("mnist", IMAGES, LABELS).unwrap();
    assert_eq!(given, info("mnist"));
    assert_eq!((given.rows, given.features, given.classes, given.provided), (3000, 784, 10, true));
    assert_eq!(given.input_shape, [28, 28, 1]);
    // 300 of each digit.
    let run = lr_find(&experiment(), None).unwrap();
    assert_eq!(run.progress().step, 0);
}

#[test]
fn foreign_files_are_refused() {
    let eight_by_eight = [&[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8][..], &[7; 64]].concat();
    let one_label = [0, 0, 8, 1, 0, 0, 0, 1, 3];
    for (name, images, labels, field) in [
        ("minst", IMAGES, LABELS, "name"),
        ("mnist", LABELS, LABELS, "images"),
        ("mnist", IMAGES, IMAGES, "labels"),
        ("mnist", &IMAGES[..IMAGES.len() / 2], LABELS, "images"),
        ("mnist", b"\x89PNG\r\n\x1a\n", LABELS, "images"),
        ("mnist", &eight_by_eight, &one_label, "images"),
        ("mnist", IMAGES, &one_label, "labels"),
    ] {
        let error = provide_data(name, images, labels).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
    }
}

/// The finder runs to its end, and a rate that it suggests brings the post's network over 90 % within five epochs.
#[test]
fn document_003() {
    provide_data("mnist", IMAGES, LABELS).unwrap();
    let options =
        value(json!({ "startLr": 1e-6, "endLr": 1, "steps": 100, "smoothing": { "kind": "corrected", "beta": 0.9 } }));
    let mut finder = lr_find(&experiment(), Some(&options)).unwrap();
    finder.advance(usize::MAX);
    let report = finder.report();
    assert!(report.stop.is_some());
    let (before, after) = finder.fingerprints();
    assert_eq!(before, after);
    let lr = report.answer.as_ref().map_or(report.suggestions[0].lr, |answer| answer.lr);
    // The post reads its region from the figure: "[1e-3, 1e-2]".
    println!("{:?} {:?}", report.answer, report.suggestions);
    let run = value(json!({ "schedule": { "kind": "constant", "lr": lr }, "epochs": 5 }));
    let mut run = fit(&experiment(), &run).unwrap();
    run.advance(usize::MAX);
    let accuracies = &run.trace().validation.accuracies;
    assert!(accuracies.iter().any(|accuracy| *accuracy > 0.9), "at {lr}: {accuracies:?}");
}
