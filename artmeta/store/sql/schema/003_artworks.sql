-- Which artworks does a collection hold, as its source described them?
CREATE TABLE artworks (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    artist VARCHAR NOT NULL,
    artist_gender VARCHAR NOT NULL,
    date_text VARCHAR NOT NULL,
    date_earliest INTEGER,               -- years; BC negative; an open end is NULL
    date_latest INTEGER,
    date_circa BOOLEAN NOT NULL,
    date_status VARCHAR NOT NULL,        -- read, undated, unread
    date_profile VARCHAR NOT NULL,
    medium VARCHAR NOT NULL,
    accession_number VARCHAR NOT NULL,
    venue VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    rights VARCHAR NOT NULL,
    rights_text VARCHAR NOT NULL,
    given_topics VARCHAR[] NOT NULL,
    split VARCHAR NOT NULL,              -- training, testing, or '' where the source says neither
    record_digest VARCHAR NOT NULL,      -- sha256 of the record: an unchanged one is not written again
    run_id VARCHAR NOT NULL,             -- the run that wrote the row, or changed it last
    gone_run_id VARCHAR,                 -- the run that no longer found it in the source
    PRIMARY KEY (collection, artwork_id)
);
