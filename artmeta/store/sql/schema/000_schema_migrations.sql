-- Which migrations has this database been through?
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,             -- of the migration's file, which is never edited once it has landed
    code_version VARCHAR NOT NULL,       -- of the artmeta that applied it
    applied_at TIMESTAMPTZ NOT NULL
);
