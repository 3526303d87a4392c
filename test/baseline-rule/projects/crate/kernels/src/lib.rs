//! Loops that vectorise, one with features of its own, and helpers that are inlined into both.

#[inline]
fn scaled(byte: u8, by: u8) -> u8 {
    byte.wrapping_mul(by) ^ (byte >> 3)
}

pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    for (left, right) in left.chunks_exact(16).zip(right.chunks_exact(16)) {
        for lane in 0..16 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn mix_avx2(bytes: &mut [u8], by: u8) {
    for byte in bytes {
        *byte = scaled(*byte, by);
    }
}

/// Which way is the caller's choice: `is_x86_feature_detected!` is decided by rustc where the target has the feature.
pub fn mix(bytes: &mut [u8], by: u8, wide: bool) {
    #[cfg(target_arch = "x86_64")]
    if wide {
        return unsafe { mix_avx2(bytes, by) };
    }
    for byte in bytes {
        *byte = scaled(*byte, by);
    }
}

pub fn largest(bytes: &[u8]) -> u32 {
    bytes.chunks(4).map(|chunk| chunk.iter().map(|byte| byte.count_ones()).sum()).max().unwrap_or(0)
}
