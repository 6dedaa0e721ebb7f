//! Every kind of schedule gives the same bits natively and in wasm: a stored hash of 500 rates of each.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::hash::Hasher;

use fnv::FnvHasher;
use lr_lab::api::{Value, sample_schedule};
use serde_json::json;

#[path = "common/schedules.rs"]
mod common;

fn hash(request: &serde_json::Value) -> u64 {
    let options = match request["kind"].as_str() {
        Some("plateau") => json!({ "metrics": (0..500).map(|i| 1.0 / f64::from(1 + i % 90)).collect::<Vec<_>>() }),
        _ => json!({ "steps": 500, "stepsPerEpoch": 7 }),
    };
    let value = |json: &serde_json::Value| -> Value { serde_json::from_value(json.clone()).unwrap() };
    let mut hasher = FnvHasher::default();
    for lr in sample_schedule(&value(request), &value(&options)).unwrap() {
        hasher.write_u64(lr.to_bits());
    }
    hasher.finish()
}

/// What an x86-64 computed. A change means that schedules have changed everywhere, or differ somewhere.
const STORED: &[u64] = &[
    0x6d63_7100_82c0_362d,
    0x424e_3f68_8849_ac0d,
    0xeec4_9ce6_64fc_3a35,
    0x05dd_aef4_72ee_30ad,
    0x0438_cd76_945b_fe41,
    0xa36c_25cf_93fc_1f72,
    0xcd66_0478_78f3_cb31,
    0x9bbc_e462_73c4_4b3f,
    0x6e13_f965_d177_c229,
    0x8306_b5fb_0cf9_a2d5,
    0xee8b_d8ce_93a9_91cd,
    0x39ff_80af_10d2_8469,
    0x0c01_f402_25c3_fb7b,
    0xbf37_67ac_2cb1_7007,
    0xd075_481d_a2c5_5512,
    0x8989_fed4_ccc7_fbe2,
    0x00e6_0b31_4520_68c4,
    0x0060_48d2_6a79_d341,
    0x19e1_855e_0744_bad8,
    0x8021_d492_b817_e3c9,
    0xe6a5_468e_e133_b0b1,
    0x5f07_cda8_9b28_bc22,
    0x9acf_1195_dad2_69c9,
];

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn rates_have_the_stored_bits() {
    let hashes: Vec<u64> = common::requests().iter().map(hash).collect();
    assert_eq!(hashes, STORED, "{hashes:#x?}");
}
