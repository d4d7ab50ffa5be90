-- Which pictures does an artwork have, and what came of fetching each?
CREATE TABLE images (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    position SMALLINT NOT NULL,          -- 0 is the picture that is classified
    url VARCHAR NOT NULL,
    rights VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,            -- pending, ok, gone, refused, unreadable, too_large, busy
    reason VARCHAR NOT NULL,             -- a sentence; '' where the outcome is ok
    sha256 VARCHAR,
    path VARCHAR,                        -- relative to the data folder, or absolute for a file left where it lies
    mime VARCHAR,
    bytes BIGINT,
    width INTEGER,
    height INTEGER,
    etag VARCHAR,                        -- for a local file: its size and time of change
    last_modified VARCHAR,
    fetched_at TIMESTAMPTZ,              -- NULL while pending
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, artwork_id, position)
);
