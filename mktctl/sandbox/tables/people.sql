-- `attributes`, `location` and `properties` are JSON objects; times are microseconds since 1970, UTC.
CREATE TABLE profile (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, email TEXT, phone_number TEXT, external_id TEXT,
    attributes TEXT NOT NULL, location TEXT NOT NULL, properties TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, last_event INTEGER
) STRICT;
CREATE UNIQUE INDEX profile_by_email ON profile (email);
CREATE UNIQUE INDEX profile_by_phone_number ON profile (phone_number);
CREATE UNIQUE INDEX profile_by_external_id ON profile (external_id);
CREATE TABLE metric (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, integration TEXT NOT NULL,
    category TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, UNIQUE (name, integration)
) STRICT;
-- `identity` is the event's unique_id or, without one, its second: the first with one identity wins (E12).
CREATE TABLE event (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, uuid TEXT NOT NULL,
    metric_id TEXT NOT NULL REFERENCES metric (id), profile_id TEXT NOT NULL REFERENCES profile (id),
    time INTEGER NOT NULL, recorded INTEGER NOT NULL, identity TEXT NOT NULL, properties TEXT NOT NULL,
    value REAL, value_currency TEXT, backfill INTEGER NOT NULL, UNIQUE (profile_id, metric_id, identity)
) STRICT;
CREATE INDEX event_by_metric ON event (metric_id, time);
CREATE INDEX event_by_time ON event (time);
