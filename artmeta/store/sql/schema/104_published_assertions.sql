-- Which assertions does a receiver of delta exports hold? Those of a collection's last delta export to a folder.
CREATE TABLE published_assertions (
    collection VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,        -- the folder of the delta exports: each has a receiver of its own
    artwork_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    model_name VARCHAR,
    model_version INTEGER,
    digest UBIGINT NOT NULL,             -- of all values but those of the run and its time
    run_id VARCHAR NOT NULL,             -- the run whose export published it
    PRIMARY KEY (collection, destination, artwork_id, topic_id)
);
