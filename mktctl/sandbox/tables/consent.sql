-- Every answer that was ever given, the oldest first: the last of each channel counts.
-- `since` is when the person said it, `recorded` when it was told.
CREATE TABLE consent_record (
    seq INTEGER PRIMARY KEY, profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, channel TEXT NOT NULL,
    consent TEXT NOT NULL, since INTEGER NOT NULL, recorded INTEGER NOT NULL, method TEXT NOT NULL, source TEXT,
    double_optin INTEGER NOT NULL, list_id TEXT
) STRICT;
CREATE INDEX consent_record_by_profile ON consent_record (profile_id);
CREATE TABLE suppression (
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, reason TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, reason)
) STRICT;
CREATE TABLE list_suppression (
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    list_id TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE, reason TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (profile_id, list_id)
) STRICT;
-- Who was asked to confirm, and has not yet.
CREATE TABLE pending_subscription (
    seq INTEGER PRIMARY KEY, profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, channel TEXT NOT NULL,
    list_id TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE, source TEXT, asked INTEGER NOT NULL,
    UNIQUE (profile_id, channel, list_id)
) STRICT;
-- `status` is what it was when somebody last looked.
CREATE TABLE profile_suppression_bulk_create_job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, total INTEGER NOT NULL,
    completed INTEGER NOT NULL, skipped INTEGER NOT NULL, list_id TEXT, segment_id TEXT, created INTEGER NOT NULL,
    finished INTEGER
) STRICT;
CREATE TABLE profile_suppression_bulk_delete_job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, total INTEGER NOT NULL,
    completed INTEGER NOT NULL, skipped INTEGER NOT NULL, list_id TEXT, segment_id TEXT, created INTEGER NOT NULL,
    finished INTEGER
) STRICT;
