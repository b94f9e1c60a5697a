//! The program: arguments, and a person at a terminal.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;
use clap::{Parser, Subcommand};
use frontdesk_command_line::{Terminal, me, open, sign_in, sign_out};

#[derive(Parser)]
#[command(about = "Signs in to Frontdesk and calls a protected API")]
struct Arguments {
    /// The instance's publishable key.
    #[arg(long, env = "FRONTDESK_PUBLISHABLE_KEY")]
    publishable_key: String,
    /// Where the server is, if not where the key says.
    #[arg(long, env = "FRONTDESK_SERVER")]
    server: Option<String>,
    /// Where the app's own server is.
    #[arg(long, default_value = "http://localhost:4402")]
    api: String,
    /// The file that keeps who is signed in.
    #[arg(long, default_value = "frontdesk-state.json")]
    state: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Signs in.
    SignIn,
    /// Says who is signed in, and asks the app's own server.
    Me,
    /// Signs out.
    SignOut,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let frontdesk = open(&arguments.publishable_key, arguments.server.as_deref(), &arguments.state).await?;
    match arguments.verb {
        Verb::SignIn => sign_in(&frontdesk, &mut Person).await,
        Verb::Me => me(&frontdesk, &arguments.api, &mut Person).await,
        Verb::SignOut => sign_out(&frontdesk, &mut Person).await,
    }
}

/// Whoever sits at the terminal.
struct Person;

impl Terminal for Person {
    fn say(&mut self, line: &str) {
        println!("{line}");
    }

    async fn ask(&mut self, question: &str, secret: bool) -> io::Result<Option<String>> {
        print!("{question}");
        io::stdout().flush()?;
        let hides = secret && io::stdin().is_terminal();
        if hides {
            echo(false);
        }
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        if hides {
            echo(true);
            println!();
        }
        Ok((read? > 0).then(|| line.trim().to_owned()))
    }
}

/// Shows what is typed, or hides it; where there is no `stty` it is shown.
fn echo(shown: bool) {
    let how = if shown { "echo" } else { "-echo" };
    let _ = Command::new("stty").arg(how).stdin(Stdio::inherit()).status();
}
