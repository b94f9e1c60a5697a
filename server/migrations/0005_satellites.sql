-- A browser on its way from the primary domain to a satellite, once and within a minute. Without a client, nobody is there.
CREATE TABLE satellite_nonces (
    nonce_hash TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT REFERENCES clients (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    state_hash TEXT NOT NULL,
    redirect_url TEXT NOT NULL,
    expire_at BIGINT NOT NULL
);
CREATE INDEX satellite_nonces_expired ON satellite_nonces (expire_at);

-- The credential that a browser has on a satellite's own domain: another than on the primary one, for the same client.
CREATE TABLE satellite_credentials (
    token_hash TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX satellite_credentials_client ON satellite_credentials (client_id);
