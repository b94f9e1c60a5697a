//! New ids outside a decision: the same kind that the domain draws.

use frontdesk_domain::{CodeKey, Moment};
use frontdesk_wire::Timestamp;

use crate::rng::Rng;

/// The body of a new id.
pub(crate) fn body(now: Timestamp, rng: &Rng) -> String {
    // Drawing an id keeps no code, so the code key is beside the point.
    let unused = CodeKey::new([0; 32]);
    Moment::new(now, &mut rng.clone(), &unused).id_body()
}

/// A new id with this prefix.
pub(crate) fn new<I: From<String>>(prefix: &str, now: Timestamp, rng: &Rng) -> I {
    I::from(format!("{prefix}{}", body(now, rng)))
}
