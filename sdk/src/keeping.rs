//! What goes on once somebody is signed in.
//!
//! A page that only signs people in leaves it to another program, and does not download it: the engine reaches all of it through one
//! table, which a handle has or has not.

use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::{BoxFuture, Wake};
use crate::state::Pick;
use frontdesk_wire::json::Json;
use frontdesk_wire::{Jwt, SessionId};

/// A token, where somebody is signed in.
type Token = Result<Option<Jwt>, Error>;

/// What a handle does that keeps somebody signed in.
pub(crate) struct Keeping {
    /// Who is signed in by the cookie's word, or by that of an old one.
    pub(crate) client_in_cookie: fn(&Frontdesk, bool) -> Option<Json>,
    /// Who is signed in by the page's word.
    pub(crate) client_in_page: fn(&Frontdesk, &str) -> Option<Json>,
    /// Lays what this tab has chosen over a client.
    pub(crate) lay_choices: fn(&Frontdesk, &mut Json, &Pick),
    /// Plans the next renewal, or renews at once.
    pub(crate) schedule_renewal: fn(&Frontdesk),
    /// Waits for a token.
    pub(crate) token: fn(&Frontdesk) -> BoxFuture<Token>,
    /// Takes a token from another tab: session, organization, token, when it was asked for.
    pub(crate) heard_token: fn(&Frontdesk, [&str; 4]),
    /// The person is back.
    pub(crate) look_again: fn(&Frontdesk, Wake),
    /// The server says that the session is over.
    pub(crate) reload_after_refusal: fn(&Frontdesk, Option<SessionId>) -> BoxFuture<()>,
}

/// The whole of it.
pub(crate) static KEEPING: Keeping = Keeping {
    client_in_cookie: Frontdesk::client_in_cookie,
    client_in_page: Frontdesk::client_in_page,
    lay_choices: Frontdesk::lay_choices,
    schedule_renewal: Frontdesk::schedule_renewal,
    token: Frontdesk::token,
    heard_token: Frontdesk::heard_token,
    look_again: Frontdesk::look_again,
    reload_after_refusal: Frontdesk::reload_after_refusal,
};
