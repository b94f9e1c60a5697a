//! Every line of the endpoint table is answered.

use frontdesk_tests::Desk;
use frontdesk_tests::raw::Raw;
use frontdesk_wire::Method;
use frontdesk_wire::endpoints::ENDPOINTS;

#[tokio::test]
async fn every_line_has_a_handler_by_its_verb_and_by_the_browsers_post() {
    let desk = Desk::open().await;
    for line in ENDPOINTS {
        let path = line.path.replace('{', "x_").replace('}', "");
        let real = Raw::new(line.method.as_str(), &path);
        let tunnelled = match line.method {
            Method::Get => Raw::get(&format!("{path}/")),
            Method::Post | Method::Patch | Method::Put | Method::Delete => {
                Raw::post(&format!("{path}/?_method={}", line.method.as_str()), "")
            }
        };
        for request in [real, tunnelled] {
            let answer = request.header("origin", frontdesk_tests::APP_ORIGIN).send(&desk.fapi).await;
            let status = answer.status.as_u16();
            assert!(status < 500 && status != 405, "{}: {status} {}", line.name, answer.text);
            assert_ne!(answer.code(), "feature_not_implemented", "{}", line.name);
            let json: Result<serde_json::Value, _> = serde_json::from_str(&answer.text);
            assert!(json.is_ok(), "{} answers {:?}", line.name, answer.text);
            let unrouted = status == 404 && answer.text.contains("route");
            assert!(!unrouted, "{} is not routed: {}", line.name, answer.text);
        }
    }
}
