CREATE TABLE list (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, opt_in_process TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX list_by_name ON list (name);
CREATE TABLE list_member (
    seq INTEGER PRIMARY KEY, list_id TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, joined INTEGER NOT NULL,
    UNIQUE (list_id, profile_id)
) STRICT;
CREATE INDEX list_member_by_profile ON list_member (profile_id);
CREATE TABLE segment (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, definition TEXT NOT NULL,
    is_active INTEGER NOT NULL, is_starred INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_by_name ON segment (name);
