//! The form without its markup: the flow, and the loop that makes its requests.

use std::cell::RefCell;

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::flow::{self, Event, Field, SignInFlow, SignInScreen};

/// A form and the engine behind it.
pub(crate) struct Form {
    pub(crate) frontdesk: Frontdesk,
    flow: RefCell<SignInFlow>,
}

/// An input of a screen: which, what it is called, and what browsers and password managers want to know.
pub(crate) struct Input {
    pub(crate) field: Field,
    pub(crate) label: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) autocomplete: &'static str,
}

impl Form {
    /// Continues where a reload interrupted, or begins at the start.
    pub(crate) fn new(frontdesk: Frontdesk) -> Self {
        Self { flow: RefCell::new(begin(&frontdesk)), frontdesk }
    }

    /// Begins again: who signed in here has signed out.
    pub(crate) fn restart(&self) {
        self.flow.replace(begin(&self.frontdesk));
    }

    /// Looks at the flow.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&SignInFlow) -> T) -> T {
        look(&self.flow.borrow())
    }

    /// Notes what is typed; nothing is drawn anew for it.
    pub(crate) fn typed(&self, field: Field, value: String) {
        self.flow.borrow_mut().on(Event::Typed(field, value), self.frontdesk.now());
    }

    /// Tells the flow what the person did, makes the requests that are due, and says so each time when there is something new
    /// to draw.
    pub(crate) async fn act(&self, event: Event, draw: impl Fn()) {
        let mut ask = self.flow.borrow_mut().on(event, self.frontdesk.now());
        while let Some(request) = ask {
            draw();
            let answer = flow::run(&self.frontdesk, request).await;
            ask = self.flow.borrow_mut().on(Event::Answered(answer), self.frontdesk.now());
        }
        draw();
    }
}

fn begin(frontdesk: &Frontdesk) -> SignInFlow {
    let snapshot = frontdesk.snapshot();
    let environment = snapshot.environment.clone().unwrap_or_default();
    match snapshot.sign_in() {
        Some(attempt) => SignInFlow::resume(environment, attempt, frontdesk.now()),
        None => SignInFlow::new(environment),
    }
}

/// The input of a screen, and what its button says; nothing for screens without one.
pub(crate) fn parts(screen: SignInScreen) -> (Option<Input>, &'static str) {
    let input = |field, label, kind, autocomplete| Some(Input { field, label, kind, autocomplete });
    match screen {
        SignInScreen::Start => (input(Field::Identifier, "E-mail address", "email", "username"), "Continue"),
        SignInScreen::Password => (input(Field::Password, "Password", "password", "current-password"), "Sign in"),
        SignInScreen::Code(_) => (input(Field::Code, "Code from the e-mail", "text", "one-time-code"), "Sign in"),
        SignInScreen::ForgotPassword => (None, "Send a code"),
        SignInScreen::ResetCode => (input(Field::Code, "Code from the e-mail", "text", "one-time-code"), "Continue"),
        SignInScreen::NewPassword => (input(Field::NewPassword, "New password", "password", "new-password"), "Save"),
        SignInScreen::Methods | SignInScreen::Done => (None, ""),
    }
}
