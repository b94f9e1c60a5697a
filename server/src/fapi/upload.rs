//! A file on its way in: a form with one part named `file`, or the file as base64, as some clients send it.

use std::time::Duration;

use axum::body::Body;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use frontdesk_wire::ErrorCode;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use multer::{Multipart, SizeLimit};

use crate::failure::Failure;
use crate::pictures::MAX_BYTES;

/// What stands around a file in a form.
const AROUND: usize = 64 * 1024;
/// How long a file may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest file name that is told back.
const MAX_NAME: usize = 200;

/// With or without the letters that fill it up.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A body that has not been read yet: whoever takes it decides first whether it is welcome.
pub(super) struct Incoming {
    content_type: String,
    announced: usize,
    body: Body,
}

/// A file that has arrived.
pub(super) struct File {
    /// How the person calls it.
    pub(super) name: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl Incoming {
    pub(super) fn new(headers: &HeaderMap, body: Body) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let announced = text(CONTENT_LENGTH).parse().unwrap_or(0);
        Self { content_type: text(CONTENT_TYPE).to_owned(), announced, body }
    }

    /// Reads the file.
    pub(super) async fn read(self) -> Result<File, Failure> {
        let patient = tokio::time::timeout(PATIENCE, self.arrive()).await;
        patient.unwrap_or_else(|_| Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)))
    }

    async fn arrive(self) -> Result<File, Failure> {
        let kind = self.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let file = match kind.as_str() {
            "multipart/form-data" => self.part().await?,
            "application/octet-stream" => self.whole().await?,
            _ => return Err(Failure::code(ErrorCode::UNSUPPORTED_CONTENT_TYPE)),
        };
        if file.bytes.len() > MAX_BYTES {
            return Err(too_large());
        }
        if file.bytes.is_empty() {
            return Err(Failure::field("file", ErrorCode::FORM_PARAM_MISSING));
        }
        Ok(file)
    }

    /// The part named `file`; others are passed over.
    async fn part(self) -> Result<File, Failure> {
        if self.announced > MAX_BYTES + AROUND {
            return Err(too_large());
        }
        let boundary = multer::parse_boundary(&self.content_type).map_err(unreadable)?;
        let limits = SizeLimit::new().whole_stream((MAX_BYTES + AROUND) as u64);
        let constraints = multer::Constraints::new().size_limit(limits);
        let mut form = Multipart::with_constraints(self.body.into_data_stream(), boundary, constraints);
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            if field.name() == Some("file") {
                let name = field.file_name().map(|name| name.chars().take(MAX_NAME).collect());
                return Ok(File { name, bytes: field.bytes().await.map_err(unreadable)?.into() });
            }
        }
        Err(Failure::field("file", ErrorCode::FORM_PARAM_MISSING))
    }

    /// The file as base64, with or without what makes it a URL.
    async fn whole(self) -> Result<File, Failure> {
        let most = MAX_BYTES.div_ceil(3) * 4 + 256;
        if self.announced > most {
            return Err(too_large());
        }
        let bytes = match Limited::new(self.body, most).collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Err(too_large()),
            Err(_) => return Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)),
        };
        let invalid = || Failure::code(ErrorCode::REQUEST_BODY_INVALID);
        let text = std::str::from_utf8(&bytes).map_err(|_| invalid())?.trim();
        let text = match text.strip_prefix("data:") {
            Some(url) => url.split_once(";base64,").map(|(_, data)| data).ok_or_else(invalid)?,
            None => text,
        };
        Ok(File { name: None, bytes: BASE64.decode(text).map_err(|_| invalid())? })
    }
}

fn too_large() -> Failure {
    Failure::code(ErrorCode::IMAGE_TOO_LARGE)
}

fn unreadable(error: multer::Error) -> Failure {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => too_large(),
        _ => Failure::code(ErrorCode::REQUEST_BODY_INVALID),
    }
}
