-- `owner` is the flow message or the variation of a campaign that a clone was made for: such a template is not listed and not patchable.
CREATE TABLE template (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, editor_type TEXT NOT NULL,
    html TEXT NOT NULL, text TEXT, amp TEXT, definition TEXT, owner TEXT,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX template_by_name ON template (name);
