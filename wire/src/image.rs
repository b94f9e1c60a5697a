//! Pictures that people upload.

use serde::{Deserialize, Serialize};

/// A picture that was just uploaded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Image {
    /// Always `image`.
    pub object: String,
    /// Which picture.
    pub id: String,
    /// The name of the file that it came in.
    pub name: Option<String>,
    /// Where it is shown.
    pub public_url: String,
}
