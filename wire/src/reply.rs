//! What comes back: the envelope with the piggybacked client, pages, and the note that something is gone.

use crate::Client;
use serde::{Deserialize, Serialize};

/// The envelope: what was asked for, and the client as it stands after the call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reply<T> {
    /// What was asked for.
    pub response: Option<T>,
    /// The whole client after a change; may be absent after a mere read.
    #[serde(default)]
    pub client: Option<Client>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page<T> {
    /// This part.
    pub data: Vec<T>,
    /// How many there are in all.
    pub total_count: i64,
}

/// What is gone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeletedObject {
    /// What kind of thing it was.
    pub object: String,
    /// Which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its slug, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Always true.
    pub deleted: bool,
}
