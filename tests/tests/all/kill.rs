//! A power cut between any two steps of a sign-up loses nothing and doubles nothing.

use frontdesk_tests::process::{Process, free_ports, keys};
use frontdesk_wire::endpoints::*;
use frontdesk_wire::{SignUpId, Strategy};
use serde_json::Value;
use std::time::Duration;

/// Waits for the worker, which is another task in another process, to have delivered `count` messages.
async fn inbox(server: &Process, count: usize) -> Vec<Value> {
    for _ in 0..200 {
        let inbox = server.json(&format!("{}/dev/inbox.json", server.fapi), None).await.unwrap();
        let messages = inbox["data"].as_array().unwrap().clone();
        if messages.len() >= count {
            return messages;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the inbox does not reach {count} messages");
}

#[tokio::test]
async fn a_sign_up_survives_a_kill_between_every_two_steps() {
    let data = tempfile::tempdir().unwrap();
    let ports = free_ports().unwrap();
    let mut server = Process::start(data.path(), ports).await.unwrap();
    let secret_key = keys(data.path()).unwrap()["secret_key"].as_str().unwrap().to_owned();
    macro_rules! power_cut {
        () => {
            server.kill().unwrap();
            server = Process::start(data.path(), ports).await.unwrap();
        };
    }

    let (status, dev_browser) = server.send(&CreateDevBrowser {}, None).await.unwrap();
    assert_eq!(status, 200);
    let token = dev_browser["id"].as_str().unwrap().to_owned();
    power_cut!();

    let ask = CreateSignUp { email_address: Some("ada@example.com".to_owned()), ..Default::default() };
    let (status, body) = server.send(&ask, Some(&token)).await.unwrap();
    assert_eq!(status, 200, "{body}");
    let sign_up_id = SignUpId::from(body["response"]["id"].as_str().unwrap());
    power_cut!();

    let ask = UpdateSignUp {
        sign_up_id: sign_up_id.clone(),
        password: Some("a long enough phrase".into()),
        ..Default::default()
    };
    let (status, body) = server.send(&ask, Some(&token)).await.unwrap();
    assert_eq!((status, &body["response"]["missing_fields"]), (200, &serde_json::json!([])), "{body}");
    power_cut!();

    let ask = PrepareSignUpVerification {
        sign_up_id: sign_up_id.clone(),
        strategy: Strategy::EMAIL_CODE,
        ..Default::default()
    };
    let (status, body) = server.send(&ask, Some(&token)).await.unwrap();
    assert_eq!(status, 200, "{body}");
    power_cut!();

    let messages = inbox(&server, 1).await;
    assert_eq!(messages.len(), 1, "one code was asked for");
    let code = messages[0]["code"].as_str().unwrap().to_owned();
    power_cut!();

    let wrong = if code == "000000" { "000001" } else { "000000" };
    let attempt = |code: &str| AttemptSignUpVerification {
        sign_up_id: sign_up_id.clone(),
        strategy: Strategy::EMAIL_CODE,
        code: Some(code.into()),
    };
    let (status, body) = server.send(&attempt(wrong), Some(&token)).await.unwrap();
    assert_eq!((status, body["errors"][0]["code"].as_str()), (422, Some("form_code_incorrect")), "{body}");
    power_cut!();

    let (_, body) = server.send(&GetSignUp { sign_up_id: sign_up_id.clone() }, Some(&token)).await.unwrap();
    let attempts = &body["response"]["verifications"]["email_address"]["attempts"];
    assert_eq!(attempts, 1, "the wrong code counts after the power cut: {body}");

    let (status, body) = server.send(&attempt(&code), Some(&token)).await.unwrap();
    assert_eq!((status, body["response"]["status"].as_str()), (200, Some("complete")), "{body}");
    let session = body["response"]["created_session_id"].as_str().unwrap().to_owned();
    power_cut!();

    let (status, body) = server.send(&GetClient {}, Some(&token)).await.unwrap();
    assert_eq!(status, 200);
    let sessions = body["response"]["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 1, "{body}");
    assert_eq!((sessions[0]["id"].as_str(), sessions[0]["status"].as_str()), (Some(session.as_str()), Some("active")));

    let users = server.json(&format!("{}/v1/users", server.bapi), Some(&secret_key)).await.unwrap();
    assert_eq!(users.as_array().map(Vec::len), Some(1), "one person signed up");
    assert_eq!(inbox(&server, 1).await.len(), 1, "no message is sent twice");
    server.kill().unwrap();
}
