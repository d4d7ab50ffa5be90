-- Which models are there, and what does the card of each say?
CREATE TABLE models (
    name VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    backbone VARCHAR NOT NULL,
    vocabulary VARCHAR NOT NULL,
    vocabulary_version VARCHAR NOT NULL,
    card VARCHAR NOT NULL,               -- JSON, as in the model's own folder
    created_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR,                      -- the run that trained it; NULL for one that was imported
    PRIMARY KEY (name, version)
);
