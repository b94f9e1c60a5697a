//! Counts whose forms are compared.

pub(crate) const SAMPLES: [u64; 14] = [0, 1, 2, 3, 4, 5, 10, 11, 20, 21, 22, 25, 100, 102];
