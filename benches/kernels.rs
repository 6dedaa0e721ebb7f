//! The kernels of W3 to W5 by themselves, natively.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a failed unwrap ends the run; criterion writes undocumented functions"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lr_lab::kernels::conv::{self, ConvShape};
use lr_lab::kernels::max_pool::{self, PoolShape};
use lr_lab::kernels::{Panels, dense};
use lr_lab::model::Activation;

/// Numbers between −1 and 1.
fn numbers(count: usize) -> Vec<f32> {
    (0..count as u32).map(|i| i.wrapping_mul(2_654_435_761) as f32 / 2_147_483_648.0 - 1.0).collect()
}

fn products(criterion: &mut Criterion) {
    for (batch, inputs, outputs) in [(12, 30, 10), (64, 64, 128), (128, 784, 256), (32, 5408, 128)] {
        let mut group = criterion.benchmark_group(format!("dense {batch}x{inputs}x{outputs}"));
        let (x, w, bias) = (numbers(batch * inputs), numbers(inputs * outputs), numbers(outputs));
        let dy = numbers(batch * outputs);
        let (mut y, mut dw, mut dx) = (dy.clone(), w.clone(), x.clone());
        let mut panels = Panels::default();
        group.bench_function("forward", |bencher| {
            bencher.iter(|| dense::forward(&x, &w, &bias, &mut panels, black_box(&mut y)))
        });
        group.bench_function("weight gradient", |bencher| {
            bencher.iter(|| dense::weight_gradient(&x, &dy, outputs, &mut panels, black_box(&mut dw)));
        });
        group.bench_function("input gradient", |bencher| {
            bencher.iter(|| dense::input_gradient(&dy, &w, outputs, &mut panels, black_box(&mut dx)));
        });
    }
}

fn pictures(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("32 pictures of 28x28");
    let shape = ConvShape { height: 28, width: 28, channels: 1, kernel: 3, filters: 32 };
    let (x, w, bias) = (numbers(32 * shape.inputs()), numbers(9 * 32), numbers(32));
    let dy = numbers(32 * shape.outputs());
    let (mut y, mut dw, mut panels) = (dy.clone(), w.clone(), Panels::default());
    group.bench_function("convolution", |bencher| {
        bencher.iter(|| conv::forward(shape, &x, &w, &bias, &mut panels, black_box(&mut y)))
    });
    group.bench_function("its weight gradient", |bencher| {
        bencher.iter(|| conv::weight_gradient(shape, &x, &dy, &mut panels, black_box(&mut dw)));
    });
    let pool = PoolShape { height: 26, width: 26, channels: 32, pool: 2 };
    let (mut pooled, mut argmax) = (numbers(32 * pool.outputs()), numbers(32 * pool.outputs()));
    group.bench_function("pooling", |bencher| {
        bencher.iter(|| max_pool::forward(pool, &dy, black_box(&mut pooled), &mut argmax));
    });
    group.bench_function("pooling, backward", |bencher| {
        bencher.iter(|| max_pool::backward(pool, &pooled, &argmax, black_box(&mut y)));
    });
}

fn activations(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("512 numbers");
    let z = numbers(512);
    for activation in [Activation::Relu, Activation::Tanh, Activation::Sigmoid, Activation::Gelu, Activation::Softmax] {
        let mut y = z.clone();
        group.bench_function(format!("{activation:?}"), |bencher| {
            bencher.iter(|| {
                y.copy_from_slice(&z);
                activation.forward(black_box(&mut y), 16);
            });
        });
    }
}

criterion_group!(benches, products, pictures, activations);
criterion_main!(benches);
