-- Pictures that people upload, as this server has drawn them anew: base64, one for each user and each organization.
CREATE TABLE pictures (
    name TEXT PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    content_type TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX pictures_user ON pictures (user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX pictures_organization ON pictures (organization_id) WHERE organization_id IS NOT NULL;

-- The name of the picture, so that nothing that shows people reads the table above.
ALTER TABLE users ADD COLUMN picture TEXT;
ALTER TABLE organizations ADD COLUMN picture TEXT;
