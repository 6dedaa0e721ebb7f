//! The data sets of the lab, natively and, under `wasm-pack test --node`, in wasm: shapes, counts and means of the
//! bundled ones, as the sources have them; geometry and bits of the synthetic ones; what a request may ask.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap fails the test")]

use lr_lab::api::{Value, datasets, fit};
use lr_lab::data::{Dataset, Preparation, Table, Target};
use lr_lab::math;
use lr_lab::rng::{Rng, Stream};
use lr_lab::source::Set;
use lr_lab::source::synthetic::Synthetic;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn table(name: &str, samples: Option<usize>, noise: Option<f64>, seed: u64) -> Table {
    Set::named(name).unwrap().table(samples, noise, &mut Rng::new(seed, Stream::Data)).unwrap()
}

fn labels(table: &Table) -> &[usize] {
    match table.target() {
        Target::Classes { labels, .. } => labels,
        Target::Values(_) => panic!("classes"),
    }
}

fn values(table: &Table) -> Vec<f64> {
    match table.target() {
        Target::Values(values) => values.column(0).to_vec(),
        Target::Classes { .. } => panic!("values"),
    }
}

/// Rows of each class.
fn counts(table: &Table) -> Vec<usize> {
    let mut counts = vec![0; table.classes().unwrap()];
    labels(table).iter().for_each(|label| counts[*label] += 1);
    counts
}

#[test]
fn bundled_sets_have_the_sources_figures() {
    /// Name, rows and input shape, rows of each class, and the mean of each feature to six places.
    type Figures = (&'static str, usize, &'static [usize], &'static [usize], &'static [f64]);
    let figures: [Figures; 5] = [
        (
            "breast-cancer",
            569,
            &[30],
            &[212, 357],
            &[
                14.127292, 19.289649, 91.969033, 654.889104, 0.09636, 0.104341, 0.088799, 0.048919, 0.181162, 0.062798,
                0.405172, 1.216853, 2.866059, 40.337079, 0.007041, 0.025478, 0.031894, 0.011796, 0.020542, 0.003795,
                16.26919, 25.677223, 107.261213, 880.583128, 0.132369, 0.254265, 0.272188, 0.114606, 0.290076,
                0.083946,
            ],
        ),
        ("iris", 150, &[4], &[50, 50, 50], &[5.843333, 3.057333, 3.758, 1.199333]),
        (
            "wine",
            178,
            &[13],
            &[59, 71, 48],
            &[
                13.000618, 2.336348, 2.366517, 19.494944, 99.741573, 2.295112, 2.02927, 0.361854, 1.590899, 5.05809,
                0.957449, 2.611685, 746.893258,
            ],
        ),
        (
            "digits",
            1797,
            &[8, 8, 1],
            &[178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
            &[
                0.0, 0.30384, 5.204786, 11.835838, 11.84808, 5.781859, 1.36227, 0.129661, 0.005565, 1.993879,
                10.382304, 11.97941, 10.279354, 8.175849, 1.846411, 0.107958, 0.002782, 2.601558, 9.903172, 6.992766,
                7.097941, 7.806344, 1.788536, 0.050083, 0.001113, 2.469672, 9.091263, 8.821369, 9.927101, 7.551475,
                2.317752, 0.002226, 0.0, 2.339455, 7.667223, 9.071786, 10.301614, 8.744018, 2.909293, 0.0, 0.008904,
                1.583751, 6.881469, 7.228158, 7.672231, 8.236505, 3.456316, 0.027268, 0.007234, 0.704508, 7.506956,
                9.539232, 9.416249, 8.758486, 3.725097, 0.206455, 0.000556, 0.279354, 5.557596, 12.089037, 11.809126,
                6.764051, 2.067891, 0.364496,
            ],
        ),
        (
            "diabetes",
            442,
            &[10],
            &[],
            &[48.5181, 1.468326, 26.375792, 94.647014, 189.140271, 115.43914, 49.788462, 4.070249, 4.641411, 91.260181],
        ),
    ];
    for (name, rows, shape, classes, means) in figures {
        let table = table(name, None, None, 0);
        assert_eq!((table.rows(), table.input_shape()), (rows, shape), "{name}");
        if !classes.is_empty() {
            assert_eq!(counts(&table), classes, "{name}");
        }
        assert_eq!(table.features().ncols(), means.len(), "{name}");
        for (column, mean) in means.iter().enumerate() {
            let got = table.features().column(column).sum() / rows as f64;
            assert!((got - mean).abs() < 1e-6, "{name}, column {column}: {got}");
        }
    }
}

#[test]
fn diabetes_keeps_its_targets() {
    let targets = values(&table("diabetes", None, None, 0));
    assert_eq!(targets.iter().copied().fold(f64::INFINITY, f64::min), 25.0);
    assert_eq!(targets.iter().copied().fold(0.0, f64::max), 346.0);
    assert!((targets.iter().sum::<f64>() / 442.0 - 152.133_484).abs() < 1e-6);
}

#[test]
fn digits_are_images() {
    // The first image of the file is a zero: its outline, row by row.
    let table = table("digits", None, None, 0);
    let image = table.features().row(0).to_vec();
    assert_eq!(labels(&table)[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(image[..16], [0.0, 0.0, 5.0, 13.0, 9.0, 1.0, 0.0, 0.0, 0.0, 0.0, 13.0, 15.0, 10.0, 15.0, 5.0, 0.0]);
    let (least, most) = table.features().iter().fold((9.0_f64, 9.0_f64), |(a, b), x| (a.min(*x), b.max(*x)));
    assert_eq!((least, most), (0.0, 16.0));
}

#[test]
fn without_noise_points_lie_on_their_shape() {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    for samples in [4, 5, 60, 201] {
        let exact = |name| table(name, Some(samples), Some(0.0), 3);
        let rows = |table: &Table| -> Vec<(f64, f64, usize)> {
            let points = table.features().rows().into_iter().zip(labels(table));
            points.map(|(point, label)| (point[0], point[1], *label)).collect()
        };
        for (x, y, class) in rows(&exact("moons")) {
            let (x, y, side) = if class == 0 { (x, y, y) } else { (x - 1.0, y - 0.5, 0.5 - y) };
            assert!(near(x * x + y * y, 1.0) && side >= -1e-12, "half a circle");
        }
        for (x, y, class) in rows(&exact("circles")) {
            assert!(near((x * x + y * y).sqrt(), if class == 0 { 1.0 } else { 0.5 }));
        }
        for (i, (x, y, class)) in rows(&exact("spirals")).into_iter().enumerate() {
            let count = (samples - class).div_ceil(2);
            let r = (i / 2 + 1) as f64 / count as f64;
            assert!(near((x * x + y * y).sqrt(), r), "evenly outward");
            let turn = std::f64::consts::PI * (3.5 * r + class as f64);
            assert!(near(x, r * math::sin(turn)) && near(y, r * math::cos(turn)), "wound");
        }
        for (x, y, class) in rows(&exact("blobs")) {
            let centre = [(0.0, 1.0), (-0.75_f64.sqrt(), -0.5), (0.75_f64.sqrt(), -0.5)][class];
            assert!(near(x, centre.0) && near(y, centre.1));
        }
        for (x, y, class) in rows(&exact("xor")) {
            assert!(x.abs() <= 1.0 && y.abs() <= 1.0 && x != 0.0 && y != 0.0);
            assert_eq!(class, usize::from((x > 0.0) != (y > 0.0)));
        }
        for (name, end, f) in
            [("sine", std::f64::consts::PI, math::sin as fn(f64) -> f64), ("line", 1.0, |x| 2.0 * x + 1.0)]
        {
            let table = exact(name);
            let x = table.features().column(0).to_vec();
            assert!(near(x[0], -end) && near(x[samples - 1], end) && x.is_sorted(), "{name}");
            assert!(x.iter().zip(values(&table)).all(|(x, y)| near(f(*x), y)), "{name}");
        }
    }
}

#[test]
fn classes_are_balanced_and_alternate() {
    for info in datasets().unwrap().into_iter().filter(|info| info.synthetic && info.classes > 0) {
        for samples in [4, 5, 6, 199, 200] {
            let table = table(info.name, Some(samples), None, 1);
            let counts = counts(&table);
            assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{} {counts:?}", info.name);
            assert_eq!(labels(&table)[..4], [0, 1, 2, 3].map(|row| row % info.classes), "{}", info.name);
        }
    }
}

#[test]
fn noise_has_the_deviation_asked_for_and_its_own_directions() {
    for info in datasets().unwrap().into_iter().filter(|info| info.synthetic) {
        let made = |noise| table(info.name, Some(20_000), Some(noise), 5);
        let [exact, once, twice] = [0.0, 0.25, 0.5].map(made);
        let moved = |from: &Table, to: &Table| -> Vec<f64> {
            match info.classes {
                0 => values(to).iter().zip(values(from)).map(|(to, from)| to - from).collect(),
                _ => (to.features() - from.features()).iter().copied().collect(),
            }
        };
        let (once, twice) = (moved(&exact, &once), moved(&exact, &twice));
        let deviation = (once.iter().map(|d| d * d).sum::<f64>() / once.len() as f64).sqrt();
        assert!((deviation - 0.25).abs() < 0.005, "{}: {deviation}", info.name);
        assert!(once.iter().zip(&twice).all(|(once, twice)| (2.0 * once - twice).abs() < 1e-12), "{}", info.name);
    }
}

/// A shared link promises these points: the numbers may never change, nor differ between platforms.
#[test]
fn synthetic_points_have_stored_bits() {
    for (name, first, target, stored) in [
        ("moons", vec![-0.005860419933748858, 0.5712074266184411], None, 0x058dbb096664879b_u64),
        ("circles", vec![0.49413958006625114, 0.07120742661844114], None, 0x9958d1303e783ff4),
        ("spirals", vec![-0.01820325564935268, -0.02195159677495255], None, 0x007afb413328e11e),
        ("blobs", vec![-0.8836066635856852, -0.28637772014467666], None, 0xcd92b5bf2bbd9c04),
        ("xor", vec![0.19344754424455135, -0.9376677162295063], None, 0x752e2613d907ff06),
        ("sine", vec![-3.0133643820146996], Some(-0.1337375816182549), 0x012a60746ab81c1e),
        ("line", vec![-0.9591836734693877], Some(-0.9242277668725243), 0x62b5b861597ff893),
    ] {
        let table = table(name, Some(50), None, 7);
        let targets = if target.is_some() { values(&table) } else { Vec::new() };
        assert_eq!((table.features().row(1).to_vec(), targets.get(1).copied()), (first, target), "{name}");
        let numbers = table.features().iter().chain(&targets);
        let bits = numbers.fold(0_u64, |bits, number| bits.rotate_left(5) ^ number.to_bits());
        assert_eq!(bits, stored, "{name}: {bits:#018x}");
    }
}

#[test]
fn another_validation_splits_the_same_points() {
    let sorted = |validation| {
        let mut rng = Rng::new(11, Stream::Data);
        let table = Set::named("moons").unwrap().table(Some(101), None, &mut rng).unwrap();
        let preparation = Preparation { validation, ..Preparation::default() };
        let data = Dataset::prepare(&table, &preparation, 2, &mut rng).unwrap();
        let parts = [Some(&data.training), data.validation.as_ref()];
        let mut points: Vec<Vec<u32>> = parts
            .into_iter()
            .flatten()
            .flat_map(|part| part.features.rows().into_iter().map(|row| row.iter().map(|x| x.to_bits()).collect()))
            .collect();
        points.sort_unstable();
        points
    };
    assert_eq!(sorted(0.0), sorted(0.3));
    assert_eq!(sorted(0.3), sorted(0.5));
}

#[test]
fn every_set_describes_itself() {
    let infos = datasets().unwrap();
    let names: Vec<&str> = infos.iter().map(|info| info.name).collect();
    let known = [
        "breast-cancer",
        "iris",
        "wine",
        "digits",
        "diabetes",
        "moons",
        "circles",
        "spirals",
        "blobs",
        "xor",
        "sine",
        "line",
        "mnist",
    ];
    assert_eq!(names, known);
    for info in infos.into_iter().filter(|info| info.provided) {
        let table = table(info.name, None, None, 0);
        assert_eq!((info.rows, info.features), table.features().dim(), "{}", info.name);
        assert_eq!(info.input_shape, table.input_shape(), "{}", info.name);
        assert_eq!(info.task, if info.classes == 0 { "regression" } else { "classification" }, "{}", info.name);
        assert!(info.description.ends_with('.') && !info.licence.is_empty() && !info.title.is_empty());
        let fields: Vec<_> = info.fields.iter().map(|field| (field.name, field.min, field.max)).collect();
        let mut known = Vec::new();
        if info.synthetic {
            assert_eq!(info.rows, Synthetic::DEFAULT_SAMPLES);
            known.extend([("samples", Some(4.0), Some(100_000.0)), ("noise", Some(0.0), Some(10.0))]);
        }
        if info.classes > 2 {
            known.push(("classes", Some(0.0), Some(info.classes as f64 - 1.0)));
        }
        assert_eq!(fields, known, "{}", info.name);
    }
}

/// A run on `data`, with `units` outputs and `loss`.
fn run(data: &str, units: usize, loss: &str) -> lr_lab::error::Result<lr_lab::run::Fit> {
    let activation = if loss == "mse" { "linear" } else { "softmax" };
    let experiment = format!(
        r#"{{ "data": {data}, "model": {{ "layers": [{{ "kind": "dense", "units": {units}, "activation": "{activation}" }}] }},
             "loss": "{loss}", "optimizer": {{ "kind": "sgd" }}, "batchSize": 4 }}"#
    );
    let read = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    fit(&read(&experiment), &read(r#"{ "schedule": { "kind": "constant", "lr": 0.01 }, "steps": 5 }"#))
}

#[test]
fn every_kind_of_data_trains() {
    for (data, units, loss) in [
        (r#"{ "name": "iris", "validation": 0.2 }"#, 3, "categorical-crossentropy"),
        (r#"{ "name": "digits" }"#, 10, "categorical-crossentropy"),
        (r#"{ "name": "digits", "classes": [9, 5, 6] }"#, 10, "categorical-crossentropy"),
        (r#"{ "name": "diabetes" }"#, 1, "mse"),
        (r#"{ "name": "moons", "samples": 40, "noise": 0.2, "validation": 0.25 }"#, 2, "categorical-crossentropy"),
        (r#"{ "name": "line", "samples": 40, "noise": 0, "standardize": false }"#, 1, "mse"),
        (r#"{ "csv": "a,b\n1,x\n2,y\n3,x\n4,y\n5,x\n", "target": "b" }"#, 2, "categorical-crossentropy"),
        (
            r#"{ "csv": "a;b\n1;0,5\n2;1,5\n3;2,5\n4;3,5\n", "target": "b", "validation": 0.5, "standardize": false }"#,
            1,
            "mse",
        ),
        (
            r#"{ "features": [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 3, 4], [0, 0, 0, 0]],
              "targets": [[0], [1], [0], [2]], "inputShape": [2, 2, 1] }"#,
            1,
            "mse",
        ),
    ] {
        let result = run(data, units, loss);
        if let Err(error) = &result {
            // A batch of 4 from half of 4 rows.
            assert_eq!(error.field(), "batchSize", "{data}: {error}");
            continue;
        }
        assert!(result.unwrap().advance(5).loss.is_finite(), "{data}");
    }
}

#[test]
fn refusals_name_the_field() {
    for (data, field) in [
        (r#"{ "name": "iriss" }"#, "data.name"),
        (r#"{ "name": "iris", "samples": 50 }"#, "data.samples"),
        (r#"{ "name": "iris", "noise": 0 }"#, "data.noise"),
        (r#"{ "name": "iris", "classes": [] }"#, "data.classes"),
        (r#"{ "name": "iris", "classes": [0, 3] }"#, "data.classes[1]"),
        (r#"{ "name": "iris", "classes": [0.5] }"#, "data.classes[0]"),
        (r#"{ "name": "iris", "classes": "0" }"#, "data.classes"),
        (r#"{ "name": "diabetes", "classes": [0] }"#, "data.classes"),
        (r#"{ "name": "moons", "samples": 3 }"#, "data.samples"),
        (r#"{ "name": "moons", "samples": 100001 }"#, "data.samples"),
        (r#"{ "name": "moons", "samples": 9e15 }"#, "data.samples"),
        (r#"{ "name": "moons", "samples": 50.5 }"#, "data.samples"),
        (r#"{ "name": "moons", "noise": -1 }"#, "data.noise"),
        (r#"{ "name": "moons", "noise": "much" }"#, "data.noise"),
        (r#"{ "name": "moons", "inputShape": [2] }"#, "data.inputShape"),
        (r#"{ "name": "diabetes", "encoding": "one-hot" }"#, "data.encoding"),
        (r#"{ "name": "iris", "encoding": "index" }"#, "data.encoding"),
        (r#"{ "csv": 3, "target": "a" }"#, "data.csv"),
        (r#"{ "csv": "a,b\n1,2\n" }"#, "data.target"),
        (r#"{ "csv": "a,b\n1,x\n2,y\n", "target": "c" }"#, "data.target"),
        (r#"{ "csv": "a,b\n1,x\nz,y\n", "target": "b" }"#, "data.csv"),
        (r#"{ "csv": "a,b\n1,x\n2,y\n", "target": "b", "samples": 3 }"#, "data.samples"),
        (r#"{ "csv": "a,b\n1,x\n2,y\n", "target": "b", "validation": 1 }"#, "data.validation"),
        (r#"{ "features": [[1, 2]], "targets": [[0]], "inputShape": [3] }"#, "data.inputShape"),
        (r#"{ "features": [[1, 2]], "targets": [[0]], "inputShape": [] }"#, "data.inputShape"),
        (r#"{ "features": [[1, 2]], "targets": [[0]], "inputShape": [-2, 1] }"#, "data.inputShape[0]"),
        (r#"{ "features": [[1, 2]], "targets": [[0]], "inputShape": "2" }"#, "data.inputShape"),
        (r#"{ "features": [1, 2], "targets": [[0]] }"#, "data.features"),
        (r#"{ "features": [[1, 1e300]], "targets": [[0]] }"#, "data.features[0][1]"),
    ] {
        let error = run(data, 2, "categorical-crossentropy").unwrap_err();
        assert_eq!(error.field(), field, "{data}: {error}");
        assert!(error.problem().chars().count() < 300, "{error}");
    }
}

#[test]
fn samples_and_noise_belong_to_synthetic_sets() {
    let error = run(r#"{ "name": "wine", "noise": 0.1 }"#, 3, "categorical-crossentropy").unwrap_err();
    assert_eq!(
        error.to_string(),
        "data.noise: wine has rows of its own: this belongs to the synthetic sets (moons, circles, spirals, blobs, \
         xor, sine, line); leave it out"
    );
}
