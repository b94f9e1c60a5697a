//! A person with a browser: the real client engine, and what people do with it.

use crate::browser::{Browser, PROXY, Site, Tab};
use crate::desk::Desk;
use frontdesk_sdk::wire::endpoints::CreateSignUp;
use frontdesk_sdk::wire::{Organization, SessionClaims, SignUp, SignUpStatus};
use frontdesk_sdk::{Error, Frontdesk, SetActive};
use std::sync::Arc;

/// The password that visitors use unless a test says otherwise.
pub const PASSWORD: &str = "a long enough phrase";

/// A tab of somebody's browser.
#[derive(Clone)]
pub struct Visitor {
    /// The browser.
    pub browser: Arc<Browser>,
    /// The tab.
    pub tab: Tab,
    /// The engine in the tab.
    pub frontdesk: Frontdesk,
    key: String,
}

impl Visitor {
    /// A tab on which nothing has loaded yet.
    ///
    /// # Panics
    /// When the key is malformed.
    pub fn new(browser: Arc<Browser>, key: &str) -> Self {
        let tab = browser.tab();
        let mut builder = Frontdesk::builder(key).platform(tab.clone());
        if browser.site == Site::Same {
            builder = builder.proxy_url(PROXY);
        }
        let frontdesk = builder.build().expect("the key is good");
        Self { browser, tab, frontdesk, key: key.to_owned() }
    }

    /// Loads the engine.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn load(self) -> Self {
        self.frontdesk.load().await.expect("the server answers");
        self
    }

    /// Another tab of the same browser; also what a reload makes.
    pub async fn new_tab(&self) -> Self {
        Self::new(self.browser.clone(), &self.key).load().await
    }

    /// Begins a sign-up with address and password, and has the code sent.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn begin_sign_up(&self, address: &str, password: &str) -> Result<SignUp, Error> {
        let ask = CreateSignUp {
            email_address: Some(address.to_owned()),
            password: Some(password.into()),
            ..Default::default()
        };
        let attempt = self.frontdesk.sign_up().create(ask).await?;
        self.frontdesk.sign_up().prepare_email_code(&attempt.id).await
    }

    /// Signs up from the first field to a session.
    ///
    /// # Panics
    /// When the server refuses anything.
    pub async fn sign_up(&self, desk: &Desk, address: &str) {
        let attempt = self.begin_sign_up(address, PASSWORD).await.expect("the sign-up begins");
        let code = desk.code(address).await;
        let done = self.frontdesk.sign_up().attempt_email_code(&attempt.id, &code).await.expect("the code is right");
        assert_eq!(done.status, SignUpStatus::Complete);
        let session = done.created_session_id.expect("a complete sign-up has a session");
        self.frontdesk.set_active(SetActive::session(session)).await.expect("the session is shown");
    }

    /// Signs in with a password, to a session.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn sign_in(&self, address: &str, password: &str) -> Result<(), Error> {
        let attempt = self.frontdesk.sign_in().with_password(address, password).await?;
        let session = attempt.created_session_id.expect("a right password completes the sign-in");
        self.frontdesk.set_active(SetActive::session(session)).await
    }

    /// Makes an organization and works in it.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn create_organization(&self, name: &str) -> Organization {
        let made = self.frontdesk.organizations().create(name, None).await.expect("the organization is made");
        self.frontdesk.set_active(SetActive::organization(made.id.clone())).await.expect("it is chosen");
        made
    }

    /// The session token as text.
    ///
    /// # Panics
    /// When there is none.
    pub async fn token(&self) -> String {
        let token = self.frontdesk.token().await.expect("the token is minted");
        token.expect("somebody is signed in").expose().to_owned()
    }

    /// What the session token says.
    ///
    /// # Panics
    /// When there is none.
    pub async fn claims(&self) -> SessionClaims {
        frontdesk_sdk::Jwt::from(self.token().await).claims().expect("the token can be read")
    }

    /// Whether this tab shows somebody as signed in.
    pub fn is_signed_in(&self) -> bool {
        self.frontdesk.snapshot().is_signed_in()
    }

    /// The `__session` cookie of the app's origin.
    pub fn session_cookie(&self) -> Option<String> {
        self.browser.app_cookies.get("__session", self.browser.clock.now())
    }
}
