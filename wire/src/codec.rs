//! Requests as bytes and back: path, query and form from one struct.

use crate::endpoint::{Endpoint, Method};
use crate::field::{FieldError, Fields};
use crate::percent;

/// A request on its way out. `form` and `query` are pairs, not yet percent-encoded.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodedRequest {
    /// The verb that is meant.
    pub method: Method,
    /// The path with its values filled in and escaped.
    pub path: String,
    /// Fields of a `GET`.
    pub query: Vec<(&'static str, String)>,
    /// Fields of everything else.
    pub form: Vec<(&'static str, String)>,
}

impl std::fmt::Debug for EncodedRequest {
    /// Verb and path only: the fields may be passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.as_str(), self.path)
    }
}

/// Turns a request into a path and pairs.
pub fn encode<E: Endpoint>(request: &E) -> EncodedRequest {
    assemble(E::METHOD, E::PATH, request.encode_fields())
}

fn assemble(method: Method, pattern: &str, mut fields: Vec<(&'static str, String)>) -> EncodedRequest {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or_default();
        if let Some(place) = fields.iter().position(|(field, _)| *field == name) {
            percent::encode_into(&fields.remove(place).1, &mut path);
        }
        rest = after;
    }
    path.push_str(rest);
    let (query, form) = if method == Method::Get { (fields, Vec::new()) } else { (Vec::new(), fields) };
    EncodedRequest { method, path, query, form }
}

/// Reads a request from its path and from the pairs of its query and form. A trailing slash is ignored.
///
/// # Errors
/// When a needed field is absent or has the wrong type. A path that does not fit the pattern has no fields.
pub fn decode<E: Endpoint>(path: &str, pairs: impl IntoIterator<Item = (String, String)>) -> Result<E, FieldError> {
    let in_path = match_path(E::PATH, path).unwrap_or_default();
    let in_path = in_path.into_iter().map(|(name, value)| (name.to_owned(), value));
    E::decode_fields(&Fields::new(in_path.chain(pairs)))
}

/// The values of a pattern's names in a path, or nothing when the path does not fit.
pub fn match_path<'p>(pattern: &'p str, path: &str) -> Option<Vec<(&'p str, String)>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut values = Vec::new();
    let mut actual = path.split('/');
    for expected in pattern.split('/') {
        let segment = actual.next()?;
        match placeholder(expected) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => values.push((name, percent::decode_segment(segment))),
            None if expected == segment => {}
            None => return None,
        }
    }
    actual.next().is_none().then_some(values)
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::endpoints::{AttemptFirstFactor, TouchSession};
    use crate::field::Secret;
    use crate::{Metadata, Strategy};
    use std::fmt::Debug;

    /// Words and bits from which samples are made.
    pub(crate) struct Choices<'a> {
        pub(crate) words: &'a [String],
        pub(crate) bits: u64,
        pub(crate) at: usize,
    }

    impl Choices<'_> {
        fn word(&mut self) -> String {
            self.at += 1;
            self.words[self.at % self.words.len()].clone()
        }

        fn bit(&mut self) -> bool {
            self.at += 1;
            self.bits.rotate_right((self.at * 7 % 64) as u32) & 1 == 1
        }
    }

    /// A type that property tests can make up.
    pub(crate) trait Sample {
        fn sample(choices: &mut Choices<'_>) -> Self;
    }

    macro_rules! sample_text {
        ($($kind:ty),*) => {$(
            impl Sample for $kind {
                fn sample(choices: &mut Choices<'_>) -> Self {
                    choices.word().into()
                }
            }
        )*};
    }
    sample_text!(
        String,
        Secret,
        Strategy,
        crate::UserId,
        crate::SessionId,
        crate::SignInId,
        crate::SignUpId,
        crate::EmailAddressId,
        crate::OrganizationId
    );

    impl Sample for bool {
        fn sample(choices: &mut Choices<'_>) -> Self {
            choices.bit()
        }
    }

    impl Sample for u32 {
        fn sample(choices: &mut Choices<'_>) -> Self {
            choices.word().len() as u32
        }
    }

    impl Sample for Metadata {
        fn sample(choices: &mut Choices<'_>) -> Self {
            let mut metadata = Self::default();
            metadata.set(&choices.word(), choices.word());
            metadata
        }
    }

    impl Sample for Vec<String> {
        fn sample(choices: &mut Choices<'_>) -> Self {
            if choices.bit() { vec![choices.word(), choices.word()] } else { Self::new() }
        }
    }

    impl<T: Sample> Sample for Option<T> {
        fn sample(choices: &mut Choices<'_>) -> Self {
            choices.bit().then(|| T::sample(choices))
        }
    }

    /// Encodes a sample, sends it through percent-encoding, decodes it and compares.
    pub(crate) fn round_trip<E: Endpoint + Sample + PartialEq + Debug>(words: &[String], bits: u64) {
        let sent = E::sample(&mut Choices { words, bits, at: bits as usize % 97 });

        let bytes = encode(&sent);
        let pairs = bytes.query.iter().chain(&bytes.form).map(|(name, value)| (*name, value.as_str()));
        let received: E = decode(&bytes.path, percent::split(&percent::join(pairs))).unwrap();

        assert_eq!(received, sent);
    }

    #[test]
    fn names_in_the_path_leave_the_form() {
        let ask = AttemptFirstFactor {
            sign_in_id: "sia_1".into(),
            strategy: Strategy::PASSWORD,
            password: Some("correct horse".into()),
            ..Default::default()
        };

        let bytes = encode(&ask);

        assert_eq!(bytes.path, "/v1/client/sign_ins/sia_1/attempt_first_factor");
        assert_eq!(bytes.form, [("strategy", "password".to_owned()), ("password", "correct horse".to_owned())]);
    }

    #[test]
    fn an_empty_organization_is_personal_and_an_absent_one_is_unchanged() {
        let path = "/v1/client/sessions/sess_1/touch/";
        let personal: TouchSession = decode(path, percent::split("active_organization_id=&intent=focus")).unwrap();
        let unchanged: TouchSession = decode(path, []).unwrap();

        assert_eq!(personal.active_organization_id.as_deref(), Some(""));
        assert_eq!(unchanged.active_organization_id, None);
    }

    #[test]
    fn the_path_beats_a_field_of_the_same_name() {
        let path = "/v1/client/sessions/sess_mine/touch";
        let touch: TouchSession = decode(path, percent::split("session_id=sess_other")).unwrap();

        assert_eq!(touch.session_id.as_str(), "sess_mine");
    }

    #[test]
    fn paths_fit_their_patterns_and_nothing_else() {
        assert!(match_path("/v1/me", "/v1/me/").is_some());
        assert!(match_path("/v1/organizations/{organization_id}", "/v1/organizations/").is_none());
        assert!(match_path("/v1/organizations/{organization_id}", "/v1/organizations/org_1/logo").is_none());
        assert_eq!(
            match_path("/v1/organizations/{organization_id}", "/v1/organizations/a%2Fb"),
            Some(vec![("organization_id", "a/b".to_owned())])
        );
    }

    #[test]
    fn debug_of_a_request_shows_no_password() {
        let ask = AttemptFirstFactor { password: Some("hunter2hunter2".into()), ..Default::default() };

        assert!(!format!("{ask:?} {:?}", encode(&ask)).contains("hunter2"));
    }
}
