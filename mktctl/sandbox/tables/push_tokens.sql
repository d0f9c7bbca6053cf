-- `metadata` is a JSON object, as the device's app sent it.
CREATE TABLE push_token (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, token TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL, vendor TEXT NOT NULL, enablement_status TEXT NOT NULL, background TEXT NOT NULL,
    metadata TEXT NOT NULL, created INTEGER NOT NULL, recorded INTEGER NOT NULL
) STRICT;
CREATE INDEX push_token_by_profile ON push_token (profile_id);
