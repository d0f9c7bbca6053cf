-- `definition` is JSON.
CREATE TABLE template_universal_content (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, definition TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
