//! Files on their way to the server: a form with one part, as browsers write it.

use crate::decimal;
use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::{Body, BoxFuture};
use crate::state::Pick;
use frontdesk_wire::codec::EncodedRequest;
use frontdesk_wire::json::Json;
use std::borrow::Cow;

/// A file that a person picked.
pub(crate) struct File<'a> {
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: &'a str,
    pub(crate) name: &'a str,
}

impl Frontdesk {
    /// Sends a file, takes in the client that comes with the answer, and gives the rest.
    pub(crate) fn upload(&self, request: EncodedRequest, file: File<'_>) -> BoxFuture<Result<Json, Error>> {
        let this = self.clone();
        // The words between the parts must not stand in the file by chance.
        let chance = decimal::text((self.inner.platform.random() >> 1) as i64);
        let answer = self.exchange_body(request, Some(form(&file, &["frontdesk-", &chance].concat())), false, 1);
        Box::pin(async move { this.take_answer(&answer.await?, &Pick::Keep) })
    }
}

fn form(file: &File<'_>, boundary: &str) -> Body {
    let mut head = ["--", boundary, "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""].concat();
    for letter in file.name.chars() {
        match letter {
            '"' => head.push_str("%22"),
            '\r' => head.push_str("%0D"),
            '\n' => head.push_str("%0A"),
            _ => head.push(letter),
        }
    }
    head.push_str("\"\r\nContent-Type: ");
    // A type is one line of visible letters, or there is none.
    let plain = !file.content_type.is_empty() && file.content_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    head.push_str(if plain { file.content_type } else { "application/octet-stream" });
    head.push_str("\r\n\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&file.bytes);
    bytes.extend_from_slice(["\r\n--", boundary, "--\r\n"].concat().as_bytes());
    Body { content_type: Cow::Owned(["multipart/form-data; boundary=", boundary].concat()), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_one_part_of_a_form() {
        let file = File { bytes: vec![0xff, 0, 13, 10], content_type: "image/png", name: "a \"b\"\r\nc: d.png" };

        let body = form(&file, "frontdesk-7");

        assert_eq!(body.content_type, "multipart/form-data; boundary=frontdesk-7");
        let head = b"--frontdesk-7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0Ac: d.png\"\r\nContent-Type: image/png\r\n\r\n";
        assert_eq!(body.bytes, [head.as_slice(), &[0xff, 0, 13, 10], b"\r\n--frontdesk-7--\r\n"].concat());
        assert_eq!(format!("{body:?}"), "multipart/form-data; boundary=frontdesk-7", "the file itself is not shown");
    }

    #[test]
    fn a_type_cannot_add_a_line() {
        let file = File { bytes: Vec::new(), content_type: "image/png\r\nX-Other: 1", name: "" };

        assert!(!String::from_utf8(form(&file, "b").bytes).unwrap().contains("X-Other"));
    }
}
