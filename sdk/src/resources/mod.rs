//! What a person can do, as verbs: thin names over [`Frontdesk::send`](crate::Frontdesk::send).

mod device;
mod email_address;
mod organization;
mod reverification;
mod session;
mod sign_in;
mod sign_up;
mod user;

pub use device::Devices;
pub use email_address::EmailAddresses;
pub use organization::Organizations;
pub use reverification::Reverifications;
pub use session::{OrganizationChoice, SetActive};
pub use sign_in::SignIns;
pub use sign_up::SignUps;
pub use user::Users;
