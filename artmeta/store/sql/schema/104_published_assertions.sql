-- Which assertions does the receiver of delta exports hold? Those of a collection's last delta export.
CREATE TABLE published_assertions (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    model_name VARCHAR,
    model_version INTEGER,
    digest UBIGINT NOT NULL,             -- of all values but those of the run and its time
    run_id VARCHAR NOT NULL,             -- the run whose export published it
    PRIMARY KEY (collection, artwork_id, topic_id)
);
