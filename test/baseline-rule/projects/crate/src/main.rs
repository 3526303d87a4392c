//! Uses the kernels on generic collections of the standard library.
use std::collections::{BTreeMap, HashMap};

fn words(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

fn main() {
    let values: Vec<f32> = (0..1024).map(|value| value as f32).collect();
    let total: f32 = (0..200).map(|_| kernels::dot(&values, &values)).sum();
    let mut bytes: Vec<u8> = (0..4096u32).map(|value| value as u8).collect();
    kernels::mix(&mut bytes, 7, std::env::args().len() > 100);
    let counts: BTreeMap<_, _> = words("a b a c b a").into_iter().collect();
    let checked = bytes.iter().map(|&byte| u64::from(byte).checked_mul(3).unwrap()).sum::<u64>();
    println!("{total} {} {checked} {counts:?}", kernels::largest(&bytes));
}
