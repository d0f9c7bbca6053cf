-- JSON in `definition`, with everything that the API shows of it. A message is `scheduled` in the database until it is
-- cancelled or taken back; what the clock makes of that (sending, sent) is computed when it is read, from `begins` and
-- `ends`. `on_demand` says that a send job, not a schedule, sends it.
CREATE TABLE campaign (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, builder TEXT, archived INTEGER NOT NULL,
    definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_by_name ON campaign (name);
CREATE TABLE campaign_audience (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    campaign_id TEXT NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_audience_by_campaign ON campaign_audience (campaign_id);
CREATE TABLE campaign_message (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    campaign_id TEXT NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    audience_id TEXT NOT NULL REFERENCES campaign_audience (id) ON DELETE CASCADE,
    name TEXT, definition TEXT NOT NULL, status TEXT NOT NULL, begins INTEGER, ends INTEGER,
    on_demand INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_message_by_campaign ON campaign_message (campaign_id);
CREATE INDEX campaign_message_by_audience ON campaign_message (audience_id);
CREATE TABLE campaign_variation (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL REFERENCES campaign_message (id) ON DELETE CASCADE,
    definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_variation_by_message ON campaign_variation (message_id);
-- Its id is the campaign's.
CREATE TABLE campaign_send_job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE REFERENCES campaign (id) ON DELETE CASCADE,
    cancelled INTEGER NOT NULL
) STRICT;
