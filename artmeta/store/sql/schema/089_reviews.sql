-- What did people decide about works, and what were they shown? Rows are added and never changed.
CREATE TABLE reviews (
    review_id VARCHAR PRIMARY KEY,       -- chosen by the client that sent it: one that is sent twice is one row
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    number BIGINT NOT NULL,              -- order in which the collection's review file took them
    reviewer VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    action VARCHAR NOT NULL,             -- accept, correct, reject, skip, undo
    topic_ids VARCHAR[] NOT NULL,        -- all topics that the picture shows; [] for reject (none of the topics), skip and undo
    undoes VARCHAR NOT NULL,             -- review_id of the review that an undo takes back; '' for other actions
    shown_topics VARCHAR[] NOT NULL,     -- the topics that the model proposed, likeliest first
    shown_confidence DOUBLE,             -- calibrated, of the likeliest one; NULL where the model gave none
    shown_status VARCHAR NOT NULL,       -- sure, unsure, unfamiliar, or ''
    sha256 VARCHAR NOT NULL,             -- the picture that was shown
    run_id VARCHAR NOT NULL,             -- the run whose results were shown
    model_name VARCHAR NOT NULL,
    model_version INTEGER,
    model_digest VARCHAR NOT NULL,
    source VARCHAR NOT NULL              -- page, label_studio, plan, audit
);
