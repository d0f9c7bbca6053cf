-- An image that was uploaded has `content`; one that was named by its address has `url`, and nobody looked at it.
CREATE TABLE image (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, format TEXT NOT NULL,
    size INTEGER NOT NULL, hidden INTEGER NOT NULL, url TEXT, content BLOB, updated INTEGER NOT NULL
) STRICT;
