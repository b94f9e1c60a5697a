//! A fixed world for the tests of the rules.

use crate::{
    Client, Code, CodeKey, Effect, Email, EmailFactor, Membership, Moment, Random, Role, Settings, UserFactors,
};
use frontdesk_wire::{Seconds, Timestamp};

/// A clock that stands and a generator that counts.
pub(crate) struct World {
    pub(crate) now: Timestamp,
    rng: Counter,
    key: CodeKey,
}

/// A generator whose bytes differ each time and never repeat within a test.
struct Counter(u64);

impl Random for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self { now: Timestamp(1_790_000_000_000), rng: Counter(1), key: CodeKey::new([9; 32]) }
    }

    pub(crate) fn at(&mut self) -> Moment<'_> {
        Moment::new(self.now, &mut self.rng, &self.key)
    }

    pub(crate) fn advance(&mut self, length: Seconds) {
        self.now = self.now.plus(length);
    }
}

/// A plain code for tests of the verification alone.
pub(crate) fn code(digits: &str) -> Code {
    Code::fixed(digits)
}

/// A user with a password and one verified address.
pub(crate) fn ada() -> UserFactors {
    UserFactors {
        user: "user_ada".into(),
        has_password: true,
        emails: vec![EmailFactor {
            id: "idn_ada".into(),
            address: email("ada@example.com"),
            verified: true,
            primary: true,
        }],
        banned: false,
        locked_until: None,
    }
}

pub(crate) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// A client where nobody is signed in.
pub(crate) fn nobody() -> Client {
    Client::new("client_1".into())
}

/// A client where this user is signed in.
pub(crate) fn signed_in(user: &str, world: &mut World) -> Client {
    let mut client = nobody();
    client.sessions.push(crate::Session::begin(user.into(), None, &Settings::default(), &mut world.at()));
    client
}

pub(crate) fn membership(organization: &str, user: &str, role: Role) -> Membership {
    Membership {
        id: format!("orgmem_{organization}_{user}").into(),
        organization: organization.into(),
        slug: Some(format!("slug-of-{organization}").to_ascii_lowercase()),
        user: user.into(),
        role,
        created_at: Timestamp(0),
    }
}

/// The code among the effects, as the person would read it in the message.
pub(crate) fn sent_code(effects: &[Effect]) -> Option<String> {
    effects.iter().find_map(|effect| match effect {
        Effect::SendCode { code, .. } => Some(code.reveal().to_owned()),
        _ => None,
    })
}
