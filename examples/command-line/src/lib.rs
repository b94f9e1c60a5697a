//! A command line that signs in, says who is signed in, calls a protected API and signs out: the engine without a browser.
//!
//! The commands know no terminal: who answers their questions is handed in.

mod commands;

pub use commands::{me, open, sign_in, sign_out};

use std::future::Future;
use std::io;

/// Who is told things and answers questions.
pub trait Terminal {
    /// Says a line.
    fn say(&mut self, line: &str);

    /// Asks; nothing when nobody answers any more. What is secret is not shown while it is typed.
    fn ask(&mut self, question: &str, secret: bool) -> impl Future<Output = io::Result<Option<String>>>;
}
