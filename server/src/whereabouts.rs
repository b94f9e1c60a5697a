//! Where the server of a data folder was last reached: flags of `serve` are unknown to the other commands.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::config::Config;

const FILE: &str = "server.json";

/// What `serve` leaves in the data folder for the other commands.
#[derive(Debug, Serialize, Deserialize)]
struct Whereabouts {
    fapi_bind: SocketAddr,
    bapi_bind: SocketAddr,
    backend_api_url: String,
}

/// Notes where this server listens. The file appears whole or not at all.
pub(crate) fn note(config: &Config) -> io::Result<()> {
    let server = &config.server;
    let known = Whereabouts {
        fapi_bind: server.fapi_bind,
        bapi_bind: server.bapi_bind,
        backend_api_url: server.backend_api_url.clone(),
    };
    let unfinished = config.data.join(format!(".{FILE}.{}", std::process::id()));
    std::fs::write(&unfinished, serde_json::to_vec(&known)?)?;
    std::fs::rename(unfinished, config.data.join(FILE))
}

/// The configuration with the listeners of the server that last ran here, if one did.
pub(crate) fn apply(mut config: Config) -> Config {
    if let Some(known) = read(&config.data) {
        config.server.fapi_bind = known.fapi_bind;
        config.server.bapi_bind = known.bapi_bind;
        config.server.backend_api_url = known.backend_api_url;
    }
    config
}

fn read(data: &Path) -> Option<Whereabouts> {
    serde_json::from_slice(&std::fs::read(data.join(FILE)).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_commands_learn_where_the_server_listens() {
        let dir = tempfile::tempdir().unwrap();
        let mut serving = Config { data: dir.path().to_owned(), ..Config::default() };
        serving.server.bapi_bind = "127.0.0.1:5501".parse().unwrap();
        note(&serving.completed()).unwrap();

        let asking = apply(Config::in_folder(dir.path()));

        assert_eq!(asking.server.backend_api_url, "http://127.0.0.1:5501");
        assert_eq!(apply(Config::in_folder(&dir.path().join("other"))).server.bapi_bind.port(), 4401);
    }
}
