//! The words in all languages: complete, with the same places, in the forms that each language needs, and as files.
//!
//! `FRONTDESK_WORDS=write` writes the files and the table; without it they are compared.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod drawn;
mod files;
mod forms;
mod meaning;
mod samples;
