//! Identifiers: a prefix that tells the kind, and 27 letters and digits.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The id of this kind with this body: 27 letters and digits, or shorter in fixtures.
            pub fn with_body(body: &str) -> Self {
                let mut text = String::with_capacity($prefix.len() + body.len());
                text.push_str($prefix);
                text.push_str(body);
                Self(text)
            }

            /// The id as text, prefix included.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl crate::field::FieldValue for $name {
            fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
                out.push((name, self.0.clone()));
            }

            fn take(name: &'static str, fields: &crate::field::Fields) -> Result<Self, crate::field::FieldError> {
                String::take(name, fields).map(Self)
            }
        }
    )*};
}

ids! {
    /// A browser or app install.
    ClientId = "client_";
    /// One person signed in on one client.
    SessionId = "sess_";
    /// A person's account.
    UserId = "user_";
    /// A group of people with roles.
    OrganizationId = "org_";
    /// One person's place in one organization.
    MembershipId = "orgmem_";
    /// An invitation into an organization.
    InvitationId = "orginv_";
    /// An application in one environment; also the `kid` of its signing key.
    InstanceId = "ins_";
    /// An attempt to sign in.
    SignInId = "sia_";
    /// An attempt to sign up.
    SignUpId = "sua_";
    /// An e-mail address of a user ("identification").
    EmailAddressId = "idn_";
    /// A role that members have.
    RoleId = "role_";
    /// A permission that roles have.
    PermissionId = "perm_";
    /// A message that was sent.
    EmailId = "ema_";
    /// A development browser: the stand-in for the client's cookie across sites.
    DevBrowserId = "dvb_";
}
