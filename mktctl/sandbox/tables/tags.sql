CREATE TABLE tag_group (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, exclusive INTEGER NOT NULL,
    is_default INTEGER NOT NULL
) STRICT;
CREATE TABLE tag (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES tag_group (id) ON DELETE CASCADE
) STRICT;
-- `kind` is the JSON:API type of what is tagged: list, segment, flow, campaign.
CREATE TABLE tag_link (
    seq INTEGER PRIMARY KEY, tag_id TEXT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, object_id TEXT NOT NULL, UNIQUE (tag_id, kind, object_id)
) STRICT;
CREATE INDEX tag_link_by_object ON tag_link (kind, object_id);
