-- One text for SQLite and PostgreSQL: TEXT and BIGINT alone, times in milliseconds, JSON as TEXT,
-- a yes/no as a nullable time. Every table has instance_id and every query binds it.

CREATE TABLE instances (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    environment TEXT NOT NULL,
    frontend_api TEXT NOT NULL,
    allowed_origins TEXT NOT NULL,
    settings TEXT NOT NULL,
    secret TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX instances_frontend_api ON instances (frontend_api);

CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    private_pem TEXT NOT NULL,
    public_pem TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
CREATE INDEX signing_keys_instance ON signing_keys (instance_id, created_at);

CREATE TABLE secret_keys (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX secret_keys_hash ON secret_keys (secret_hash);
CREATE INDEX secret_keys_instance ON secret_keys (instance_id, created_at);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    external_id TEXT,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    password_hash TEXT,
    password_updated_at BIGINT,
    primary_email_address_id TEXT,
    public_metadata TEXT NOT NULL,
    private_metadata TEXT NOT NULL,
    unsafe_metadata TEXT NOT NULL,
    locale TEXT,
    banned_at BIGINT,
    locked_until BIGINT,
    failed_attempts BIGINT NOT NULL,
    legal_accepted_at BIGINT,
    last_sign_in_at BIGINT,
    last_active_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX users_instance ON users (instance_id, created_at, id);
CREATE UNIQUE INDEX users_external_id ON users (instance_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX users_username ON users (instance_id, username) WHERE username IS NOT NULL;

-- The address is stored normalised. Several people may try to claim an address; one of them proves it.
CREATE TABLE email_addresses (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email_address TEXT NOT NULL,
    verified_at BIGINT,
    verification TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX email_addresses_verified ON email_addresses (instance_id, email_address) WHERE verified_at IS NOT NULL;
CREATE INDEX email_addresses_address ON email_addresses (instance_id, email_address);
CREATE INDEX email_addresses_user ON email_addresses (instance_id, user_id, created_at);

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    rotating_token_hash TEXT NOT NULL,
    previous_token_hash TEXT,
    rotated_at BIGINT,
    rotated_by TEXT,
    sign_in_id TEXT,
    sign_up_id TEXT,
    last_active_session_id TEXT,
    last_authentication_strategy TEXT,
    cookie_expires_at BIGINT,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX clients_instance ON clients (instance_id, created_at);

CREATE TABLE dev_browsers (
    token_hash TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT REFERENCES clients (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX dev_browsers_client ON dev_browsers (client_id);

CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    abandon_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_client ON sign_ins (instance_id, client_id);
CREATE INDEX sign_ins_abandoned ON sign_ins (abandon_at);

CREATE TABLE sign_ups (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    abandon_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sign_ups_client ON sign_ups (instance_id, client_id);
CREATE INDEX sign_ups_abandoned ON sign_ups (abandon_at);

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    slug TEXT,
    created_by TEXT,
    max_allowed_memberships BIGINT NOT NULL,
    admin_delete_disabled_at BIGINT,
    public_metadata TEXT NOT NULL,
    private_metadata TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX organizations_slug ON organizations (instance_id, slug) WHERE slug IS NOT NULL;

CREATE TABLE organization_memberships (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    public_metadata TEXT NOT NULL,
    private_metadata TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX organization_memberships_once ON organization_memberships (organization_id, user_id);
CREATE INDEX organization_memberships_user ON organization_memberships (instance_id, user_id, created_at);
CREATE INDEX organization_memberships_list ON organization_memberships (instance_id, organization_id, created_at);

-- `state` is the session as the rules see it; the columns beside it are what is searched by.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    actor TEXT,
    activity TEXT NOT NULL,
    ended_at BIGINT,
    expire_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sessions_client ON sessions (instance_id, client_id, created_at);
CREATE INDEX sessions_user ON sessions (instance_id, user_id, created_at);
CREATE INDEX sessions_list ON sessions (instance_id, created_at, id);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    priority BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    locked_by TEXT,
    last_error TEXT,
    failed_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at, priority) WHERE failed_at IS NULL;

CREATE TABLE inbox_messages (
    id TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    code TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX inbox_messages_list ON inbox_messages (instance_id, created_at);
