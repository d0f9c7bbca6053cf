-- `images` and `custom_metadata` are JSON; `id` is `$custom:::$default:::<external_id>`.
CREATE TABLE catalog_item (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT NOT NULL, title TEXT NOT NULL,
    description TEXT NOT NULL, url TEXT NOT NULL, price REAL, image_full_url TEXT, image_thumbnail_url TEXT,
    images TEXT, custom_metadata TEXT, published INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
-- `inventory_policy`: 1 keeps it out of recommendations while nothing is in stock, 0 and 2 do not.
CREATE TABLE catalog_variant (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT NOT NULL,
    item_id TEXT NOT NULL REFERENCES catalog_item (id) ON DELETE CASCADE, title TEXT NOT NULL,
    description TEXT NOT NULL, url TEXT NOT NULL, sku TEXT NOT NULL, inventory_policy INTEGER NOT NULL,
    inventory_quantity REAL NOT NULL, price REAL NOT NULL, image_full_url TEXT, image_thumbnail_url TEXT,
    images TEXT, custom_metadata TEXT, published INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE INDEX catalog_variant_by_item ON catalog_variant (item_id);
CREATE TABLE catalog_category (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT NOT NULL, name TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) STRICT;
CREATE TABLE catalog_membership (
    item_id TEXT NOT NULL REFERENCES catalog_item (id) ON DELETE CASCADE,
    category_id TEXT NOT NULL REFERENCES catalog_category (id) ON DELETE CASCADE, PRIMARY KEY (item_id, category_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX catalog_membership_by_category ON catalog_membership (category_id);
-- Who asked to hear when a variant is there again; `channels` is JSON.
CREATE TABLE back_in_stock_subscription (
    seq INTEGER PRIMARY KEY, profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    variant_id TEXT NOT NULL REFERENCES catalog_variant (id) ON DELETE CASCADE, channels TEXT NOT NULL,
    created INTEGER NOT NULL, UNIQUE (profile_id, variant_id)
) STRICT;
