-- `status` is what it was when somebody last looked.
CREATE TABLE profile_bulk_import_job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, total INTEGER NOT NULL,
    completed INTEGER NOT NULL, failed INTEGER NOT NULL, created INTEGER NOT NULL, finished INTEGER
) STRICT;
CREATE TABLE imported_list (
    job_id TEXT NOT NULL REFERENCES profile_bulk_import_job (id),
    list_id TEXT NOT NULL REFERENCES list (id) ON DELETE CASCADE, PRIMARY KEY (job_id, list_id)
) STRICT;
CREATE TABLE imported_profile (
    seq INTEGER PRIMARY KEY, job_id TEXT NOT NULL REFERENCES profile_bulk_import_job (id),
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, UNIQUE (job_id, profile_id)
) STRICT;
CREATE INDEX imported_profile_by_profile ON imported_profile (profile_id);
-- `payload` is the person as it was sent.
CREATE TABLE import_error (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, job_id TEXT NOT NULL REFERENCES profile_bulk_import_job (id),
    code TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, pointer TEXT NOT NULL, payload TEXT NOT NULL
) STRICT;
CREATE INDEX import_error_by_job ON import_error (job_id);
