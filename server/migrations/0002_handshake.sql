-- What a handshake leaves for the app's server to fetch, once and within a minute.
CREATE TABLE handshakes (
    nonce_hash TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    directives TEXT NOT NULL,
    expire_at BIGINT NOT NULL
);
CREATE INDEX handshakes_expired ON handshakes (expire_at);

-- What the app's server renews a session's token with. Each is used once; `used_at` gives parallel requests a moment.
CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expired ON refresh_tokens (expire_at);
