-- What came of asking for each picture, run by run?
CREATE TABLE fetches (
    run_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    position SMALLINT NOT NULL,
    url VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,            -- ok, not_modified, gone, refused, unreadable, too_large, busy
    reason VARCHAR NOT NULL,             -- a sentence; '' where there is a picture
    bytes BIGINT NOT NULL,               -- of the picture that came; 0 where none came
    fetched_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (run_id, artwork_id, position)
);
