//! What a page carries so that its client begins signed in, before it has asked anybody.

use crate::Auth;
use serde::Serialize;
use serde_json::Value;

/// What a page carries so that its client begins as the server saw it: signed in, or signed out for sure.
///
/// It holds no token: the session's cookie is where the client finds it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct InitialState {
    /// Who.
    pub user_id: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// `active` or `pending`.
    pub session_status: Option<&'static str>,
    /// In which organization; none in the personal workspace.
    pub organization: Option<InitialOrganization>,
    /// Who acts in the user's place.
    pub actor: Option<Value>,
    /// Minutes since the first and the second factor were proven; -1 for never.
    pub factor_verification_age: Option<[i64; 2]>,
    /// What the app's own server knows of the person, so that the first page names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<InitialUser>,
    /// When the token was issued, in seconds.
    pub issued_at: Option<i64>,
    /// When it ends, in seconds.
    pub expires_at: Option<i64>,
}

/// A person as an app's own server knows them: a session's token has no names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct InitialUser {
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The user name.
    pub username: Option<String>,
    /// The picture.
    pub image_url: Option<String>,
    /// Whether that is a picture of their own.
    pub has_image: bool,
}

/// The active organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InitialOrganization {
    /// Which.
    pub id: String,
    /// Its slug.
    pub slug: Option<String>,
    /// The member's role, such as `org:admin`.
    pub role: String,
    /// The member's permissions.
    pub permissions: Vec<String>,
}

impl InitialState {
    /// Of somebody who was verified, or of nobody.
    pub fn of(auth: Option<&Auth>) -> Self {
        let Some(auth) = auth else { return Self::default() };
        let claims = auth.claims();
        Self {
            user_id: Some(claims.user_id.to_string()),
            session_id: Some(claims.session_id.to_string()),
            session_status: Some(if claims.pending { "pending" } else { "active" }),
            organization: claims.organization.as_ref().map(|organization| InitialOrganization {
                id: organization.id.to_string(),
                slug: organization.slug.clone(),
                role: organization.role.clone(),
                permissions: organization.permissions.clone(),
            }),
            actor: claims.actor.as_ref().map(frontdesk_wire::JsonText::value),
            factor_verification_age: claims.factor_ages,
            user: None,
            issued_at: Some(claims.issued_at),
            expires_at: Some(claims.expires_at),
        }
    }

    /// The same, with what the app's own server knows of the person: their name stands in the first page, and not only once the
    /// browser has asked. Of nobody it tells nothing.
    #[must_use]
    pub fn with_user(mut self, user: InitialUser) -> Self {
        self.user = Some(user).filter(|_| self.user_id.is_some());
        self
    }

    /// As JSON text, for the engine that renders a page and for the page. No value in it can close an element, whatever somebody
    /// has put into it.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned());
        let mut safe = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
                other => safe.push(other),
            }
        }
        safe
    }

    /// As an element of a page.
    pub fn to_script(&self) -> String {
        format!(r#"<script type="application/json" id="frontdesk-initial-state">{}</script>"#, self.to_json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;
    use crate::testing::{NOW, Signer};
    use serde_json::json;

    fn state(claims: Value) -> InitialState {
        let verifier = Signer::first().verifier().any_authorized_party().clock(Clock::given(|| NOW));
        InitialState::of(Some(&verifier.verify(&Signer::first().token(claims)).unwrap()))
    }

    #[test]
    fn it_says_who_is_signed_in_and_where() {
        let state = state(json!({"o": {"id": "org_1", "slg": "acme", "rol": "admin"}, "act": {"sub": "user_9"}}));

        let value = serde_json::to_value(&state).unwrap();
        assert_eq!(value["user_id"], "user_1");
        assert_eq!(value["session_status"], "active");
        assert_eq!(value["organization"]["role"], "org:admin");
        assert_eq!(value["actor"]["sub"], "user_9");
        assert_eq!(value["expires_at"].as_i64(), Some(NOW.seconds() + 60));
        assert_eq!(serde_json::to_value(InitialState::of(None)).unwrap()["user_id"], Value::Null);
    }

    #[test]
    fn an_app_that_knows_the_name_tells_it() {
        let ada = InitialUser { first_name: Some("Ada".to_owned()), ..InitialUser::default() };

        let told: Value = serde_json::from_str(&state(json!({})).with_user(ada.clone()).to_json()).unwrap();
        assert_eq!((&told["user_id"], &told["user"]["first_name"]), (&json!("user_1"), &json!("Ada")));
        assert!(!InitialState::of(None).with_user(ada).to_json().contains("Ada"), "nobody has a name");
        assert!(!state(json!({})).to_json().contains("\"user\""));
    }

    #[test]
    fn nothing_in_it_closes_the_script() {
        let script = state(json!({"act": {"sub": "</script><script>alert(1)//\u{2028}&"}})).to_script();

        assert_eq!(script.matches("</script>").count(), 1);
        assert_eq!(script.matches("<script").count(), 1);
        let json = script.split_once('>').unwrap().1.strip_suffix("</script>").unwrap();
        let read: Value = serde_json::from_str(json).unwrap();
        assert_eq!(read["actor"]["sub"], "</script><script>alert(1)//\u{2028}&");
    }
}
