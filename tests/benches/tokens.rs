//! What a session token costs: to mint on the server, to verify in an app. Figures only; nothing is asserted.

use criterion::{Criterion, criterion_group, criterion_main};
use frontdesk_backend::{Clock, Verifier};
use frontdesk_tests::{APP_ORIGIN, Desk};
use frontdesk_wire::Timestamp;
use frontdesk_wire::token::RawClaims;
use std::hint::black_box;

fn tokens(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let (desk, token, instance) = runtime.block_on(async {
        let desk = Desk::open().await;
        let ada = desk.visitor().await;
        ada.sign_up(&desk, "ada@example.com").await;
        let instance = desk.app.ensure_instance().await.expect("there is an instance");
        let token = ada.token().await;
        (desk, token, instance)
    });
    let now = Timestamp(desk.clock.now());
    let verifier = Verifier::from_pem(&desk.keys.pem).expect("the key is good");
    let verifier = verifier.authorized_parties([APP_ORIGIN]).clock(Clock::given(move || now));
    let header = frontdesk_wire::Jwt::from(token.as_str()).header().expect("a token has a header");
    let claims = RawClaims {
        v: Some(2),
        iss: instance.issuer(),
        sub: "user_2g7np7Hrk0SN6kj5EDMLDaKNL0S".to_owned(),
        sid: "sess_2g7np7Hrk0SN6kj5EDMLDaKNL0S".to_owned(),
        azp: Some(APP_ORIGIN.to_owned()),
        iat: now.seconds(),
        exp: now.seconds() + 60,
        ..RawClaims::default()
    };

    c.bench_function("mint a session token (RS256, held key)", |b| {
        b.iter(|| instance.key.sign(black_box(&header), black_box(&claims)).expect("the key signs"));
    });
    c.bench_function("verify a session token (from a PEM, no network)", |b| {
        b.iter(|| verifier.verify(black_box(&token)).expect("the token is good"));
    });
    c.bench_function("read a session token's claims without verifying", |b| {
        let token = frontdesk_wire::Jwt::from(token.as_str());
        b.iter(|| black_box(&token).claims());
    });
}

criterion_group!(benches, tokens);
criterion_main!(benches);
