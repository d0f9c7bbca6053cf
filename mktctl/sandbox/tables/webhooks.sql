-- Recorded only: nothing is delivered.
CREATE TABLE webhook (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT, endpoint_url TEXT NOT NULL,
    secret_key TEXT NOT NULL, enabled INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE TABLE webhook_subscription (
    webhook_id TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE, topic TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, topic)
) STRICT, WITHOUT ROWID;
