-- `images` and `custom_metadata` are JSON; `id` is `$custom:::$default:::<external_id>`.
CREATE TABLE catalog_item (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT NOT NULL, title TEXT NOT NULL,
    description TEXT NOT NULL, url TEXT NOT NULL, price REAL, image_full_url TEXT, image_thumbnail_url TEXT,
    images TEXT, custom_metadata TEXT, published INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
