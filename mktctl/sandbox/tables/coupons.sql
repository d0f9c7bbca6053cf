-- `monitor` is JSON as it was sent.
CREATE TABLE coupon (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, description TEXT, monitor TEXT
) STRICT;
-- `errors` is JSON. `status` is what it was when somebody last looked.
CREATE TABLE coupon_code_bulk_create_job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, total INTEGER NOT NULL,
    completed INTEGER NOT NULL, failed INTEGER NOT NULL, errors TEXT NOT NULL, created INTEGER NOT NULL,
    finished INTEGER
) STRICT;
CREATE TABLE coupon_code (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    coupon_id TEXT NOT NULL REFERENCES coupon (id) ON DELETE CASCADE, unique_code TEXT NOT NULL,
    expires INTEGER, status TEXT NOT NULL, profile_id TEXT,
    job_id TEXT REFERENCES coupon_code_bulk_create_job (id), UNIQUE (coupon_id, unique_code)
) STRICT;
CREATE INDEX coupon_code_by_status ON coupon_code (coupon_id, status);
CREATE INDEX coupon_code_by_job ON coupon_code (job_id);
