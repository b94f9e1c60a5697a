//! Why a request is not answered with what it asked for.

use frontdesk_domain::{Field, Refusal};
use frontdesk_wire::field::{FieldError, FieldFault};
use frontdesk_wire::{ApiErrors, Client, ErrorCode};
use http::StatusCode;

use crate::limit::TooMany;
use crate::store::{SaveError, is_transient};

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A rule said no. What was decided is saved all the same.
    Refused(Box<Refusal>),
    /// The path exists, the verb does not.
    Verb,
    /// Somebody else changed the same thing first; deciding again may succeed.
    Lost,
    /// Something broke. Logged once, at the edge; the client sees the trace id and no detail.
    Internal(anyhow::Error),
}

impl Failure {
    /// A refusal that concerns no single parameter.
    pub(crate) fn code(code: ErrorCode) -> Self {
        Refusal::new(code).into()
    }

    /// A refusal at a parameter.
    pub(crate) fn field(field: &'static str, code: ErrorCode) -> Self {
        Refusal::field(Field::Named(field), code).into()
    }

    /// A thing that is not there, or not the asker's.
    pub(crate) fn not_found() -> Self {
        Self::code(ErrorCode::RESOURCE_NOT_FOUND)
    }

    /// Whether the development browser that was presented is not known.
    pub(crate) fn is_about_dev_browser(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.code == ErrorCode::DEV_BROWSER_UNAUTHENTICATED)
    }

    /// The status of the reply.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => {
                StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Verb => StatusCode::METHOD_NOT_ALLOWED,
            Self::Lost => StatusCode::CONFLICT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The refusal that the client reads.
    pub(crate) fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => (**refusal).clone(),
            Self::Verb => Refusal::new(ErrorCode::BAD_REQUEST),
            Self::Lost => Refusal::new(ErrorCode::CONFLICT),
            Self::Internal(_) => Refusal::new(ErrorCode::INTERNAL_ERROR),
        }
    }

    /// The body of the reply.
    pub(crate) fn body(&self, client: Option<Client>, trace_id: &str) -> ApiErrors {
        let meta = client.map(|client| frontdesk_wire::error::ErrorsMeta { client: Some(client) });
        ApiErrors { errors: vec![self.refusal().to_api_error()], meta, clerk_trace_id: trace_id.to_owned() }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => error.into(),
            Err(error) => Self::Internal(error),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if is_transient(&error) {
            Self::Lost
        } else {
            Self::Internal(anyhow::Error::new(error).context("the database"))
        }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Lost => Self::Lost,
            SaveError::Database(error) => error.into(),
        }
    }
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        let code = match error.fault {
            FieldFault::Missing => ErrorCode::FORM_PARAM_MISSING,
            FieldFault::Type => ErrorCode::FORM_PARAM_TYPE_INVALID,
        };
        Self::field(error.name, code)
    }
}

impl From<TooMany> for Failure {
    fn from(limit: TooMany) -> Self {
        Refusal::new(ErrorCode::TOO_MANY_REQUESTS).retry_after(limit.retry_after).into()
    }
}

/// Runs a body in a write transaction and commits it, again where it lost a race. `return`, `?` and `break` inside
/// the body leave the body alone, so a refusal that must be saved is returned as a value.
macro_rules! transact {
    ($store:expr, |$tx:ident| $body:expr) => {{
        let mut tries = 0;
        loop {
            tries += 1;
            let mut $tx = $store.write().await?;
            let outcome: Result<_, $crate::failure::Failure> = async { $body }.await;
            let outcome = match outcome {
                Ok(value) => $tx.commit().await.map(|()| value).map_err($crate::failure::Failure::from),
                Err(failure) => {
                    $tx.rollback().await?;
                    Err(failure)
                }
            };
            match outcome {
                Err($crate::failure::Failure::Lost) if tries < 5 => {}
                outcome => break outcome,
            }
        }
    }};
}
pub(crate) use transact;
