-- What did a person answer on each work of a random sample?
CREATE TABLE audit_answers (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,             -- the picture that was judged
    predicted_topic_id VARCHAR NOT NULL, -- the likeliest topic when it was judged
    correct BOOLEAN,                     -- whether the picture shows it; NULL where the person could not tell
    topics VARCHAR[],                    -- the topics that it shows, [] for none of them; NULL where unknown
    representative BOOLEAN NOT NULL,     -- part of a simple random sample of all classified works
    seed BIGINT NOT NULL,                -- of the random order in which works are drawn
    answered_by VARCHAR NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    model_digest VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, artwork_id)
);
