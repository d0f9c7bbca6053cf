-- The account, its clock (microseconds since 1970, UTC) and the counters that ids are made from.
CREATE TABLE account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, timezone TEXT NOT NULL, currency TEXT NOT NULL,
    started INTEGER NOT NULL, now INTEGER NOT NULL
) STRICT;
CREATE TABLE counter (kind TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
