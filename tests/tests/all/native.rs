//! An app that is no browser, against the real router over a real socket: the very code of `examples/command-line`.

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use axum::{Json, Router};
use frontdesk_backend::{Clock, SignedIn, Verifier};
use frontdesk_command_line::{Terminal, me, open, sign_in, sign_out};
use frontdesk_sdk::platform::Platform;
use frontdesk_sdk::platform::native::{FileStorage, MemoryStorage, Native, Storage};
use frontdesk_tests::Desk;
use frontdesk_tests::visitor::PASSWORD;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

const ADA: &str = "ada@example.com";

/// What a request carried that tells who asks.
#[derive(Debug, Clone)]
struct Seen {
    uri: String,
    authorization: Option<String>,
    by_browser: bool,
}

/// A desk on a socket, an app's own server beside it, and the requests that came.
struct Office {
    desk: Desk,
    server: String,
    api: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let desk = Desk::open().await;
        // The app's clock is this machine's; the desk's is set by it.
        let now = Native::new(MemoryStorage::default()).unwrap().now().0;
        desk.clock.advance(now - desk.clock.now()).await;
        desk.visitor().await.sign_up(&desk, ADA).await;

        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let notes = seen.clone();
        let fapi = desk.fapi.clone().layer(from_fn(move |request: Request, next: Next| {
            let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            notes.lock().unwrap().push(Seen {
                uri: request.uri().to_string(),
                authorization: header("authorization"),
                by_browser: header("cookie").or(header("origin")).is_some(),
            });
            next.run(request)
        }));
        let clock = desk.clock.clone();
        // What is no page has no origin, so that its tokens name no party.
        let verifier = Verifier::from_pem(&desk.keys.pem)
            .unwrap()
            .any_authorized_party()
            .clock(Clock::given(move || frontdesk_wire::Timestamp(clock.now())));
        let app = Router::new()
            .route("/api/me", get(|SignedIn(auth): SignedIn| async move { Json(auth.claims().user_id.to_string()) }))
            .with_state(verifier);
        let (server, api) = (listen(fapi).await, listen(app).await);
        Self { desk, server, api, seen, folder: tempfile::tempdir().unwrap() }
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state.json")
    }

    /// A run of the program: it begins with what the last one left.
    async fn run(&self) -> frontdesk_sdk::Frontdesk {
        let key = self.desk.keys.publishable.as_str();
        open(key, Some(&self.server), &self.state()).await.unwrap()
    }

    fn credential(&self) -> Option<String> {
        FileStorage::open(self.state()).unwrap().load("client_token")
    }
}

async fn listen(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

/// Somebody with prepared answers, who reads codes from the inbox.
struct Script<'a> {
    desk: &'a Desk,
    answers: VecDeque<&'static str>,
    said: Vec<String>,
}

impl<'a> Script<'a> {
    fn new(desk: &'a Desk, answers: &[&'static str]) -> Self {
        Self { desk, answers: answers.iter().copied().collect(), said: Vec::new() }
    }
}

impl Terminal for Script<'_> {
    fn say(&mut self, line: &str) {
        self.said.push(line.to_owned());
    }

    async fn ask(&mut self, question: &str, secret: bool) -> io::Result<Option<String>> {
        assert_eq!(secret, question.starts_with("Password"));
        match self.answers.pop_front() {
            Some("the code") => Ok(Some(self.desk.code(ADA).await)),
            answer => Ok(answer.map(str::to_owned)),
        }
    }
}

#[tokio::test]
async fn a_command_line_signs_in_calls_an_api_and_signs_out_over_several_runs() {
    let office = Office::open().await;

    let mut person = Script::new(&office.desk, &[ADA, "not her password", PASSWORD]);
    sign_in(&office.run().await, &mut person).await.unwrap();
    assert_eq!(person.said.len(), 2, "{:?}", person.said);
    assert!(person.said[0].to_lowercase().contains("password"), "{:?}", person.said);
    assert_eq!(person.said[1], format!("You are signed in as {ADA}."));
    let signed_in = office.credential().unwrap();

    // The next run asks nothing, and the app's own server knows who it is.
    let mut silent = Script::new(&office.desk, &[]);
    sign_in(&office.run().await, &mut silent).await.unwrap();
    me(&office.run().await, &office.api, &mut silent).await.unwrap();
    assert!(silent.said.last().unwrap().contains("user_"), "{:?}", silent.said);

    sign_out(&office.run().await, &mut silent).await.unwrap();
    me(&office.run().await, &office.api, &mut silent).await.unwrap();
    assert_eq!(silent.said.last().unwrap(), "Nobody is signed in.");

    // The credential travels as it is and changes when somebody signs in; nothing is a browser's.
    let seen = office.seen.lock().unwrap().clone();
    assert_eq!(seen[0].authorization.as_deref(), Some(""), "the first has none");
    let credentials: Vec<_> = seen.iter().filter_map(|seen| seen.authorization.clone()).collect();
    assert_eq!(credentials.len(), seen.len());
    let before = credentials.iter().find(|value| !value.is_empty() && **value != signed_in);
    assert!(before.is_some(), "the attempt had another credential than the session");
    for request in seen {
        assert!(request.uri.contains("_is_native=1") && !request.by_browser, "{request:?}");
        assert!(!request.uri.contains("__clerk_db_jwt") && !request.uri.contains("dev_browser"), "{request:?}");
    }
}

#[tokio::test]
async fn without_a_password_a_code_is_sent_and_asked_for() {
    let office = Office::open().await;

    let mut person = Script::new(&office.desk, &[ADA, "", "the code"]);
    sign_in(&office.run().await, &mut person).await.unwrap();

    assert_eq!(person.said, [format!("You are signed in as {ADA}.")]);
}

#[tokio::test]
async fn a_credential_that_the_server_does_not_know_is_forgotten() {
    let office = Office::open().await;
    FileStorage::open(office.state()).unwrap().store("client_token", Some("eyJhbGciOiJub25lIn0.e30.")).unwrap();

    let frontdesk = office.run().await;

    assert!(!frontdesk.snapshot().is_signed_in());
    assert_eq!(office.credential(), None);
    let mut person = Script::new(&office.desk, &[ADA, PASSWORD]);
    sign_in(&frontdesk, &mut person).await.unwrap();
    assert!(office.credential().is_some());
}

#[tokio::test]
async fn without_a_server_the_program_says_so_and_keeps_its_state() {
    let office = Office::open().await;
    let mut person = Script::new(&office.desk, &[ADA, PASSWORD]);
    sign_in(&office.run().await, &mut person).await.unwrap();
    let before = office.credential();

    let gone = open(office.desk.keys.publishable.as_str(), Some("http://127.0.0.1:9"), &office.state()).await;

    assert!(gone.unwrap_err().to_string().contains("cannot be reached"));
    assert_eq!(office.credential(), before);
}
