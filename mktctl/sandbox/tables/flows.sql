-- JSON in `definition`: of a flow all but its actions, of an action all but the actions nested in it.
-- `trigger_kind` and `trigger_id` name what starts the flow, such as list and VhvniD.
CREATE TABLE flow (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, status TEXT NOT NULL,
    archived INTEGER NOT NULL, trigger_type TEXT NOT NULL, trigger_kind TEXT NOT NULL, trigger_id TEXT,
    definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX flow_by_name ON flow (name);
CREATE INDEX flow_by_trigger ON flow (trigger_kind, trigger_id);
-- `parent_id` is the experiment that a main action or a variation belongs to; such an action is not listed.
CREATE TABLE flow_action (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    flow_id TEXT NOT NULL REFERENCES flow (id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES flow_action (id) ON DELETE CASCADE,
    type TEXT NOT NULL, definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX flow_action_by_flow ON flow_action (flow_id);
CREATE INDEX flow_action_by_parent ON flow_action (parent_id);
-- `template_id` is the message's own clone; reads say `shown_template_id` for a while after another one took its place.
CREATE TABLE flow_message (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    action_id TEXT NOT NULL UNIQUE REFERENCES flow_action (id) ON DELETE CASCADE,
    channel TEXT NOT NULL, name TEXT NOT NULL, template_id TEXT, shown_template_id TEXT,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX flow_message_shown ON flow_message (shown_template_id) WHERE shown_template_id IS NOT NULL;
