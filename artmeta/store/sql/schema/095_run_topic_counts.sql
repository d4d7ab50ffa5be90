-- How many works had each likeliest topic when a run was reported? Predictions are kept by model, so a later run may replace them.
CREATE TABLE run_topic_counts (
    run_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,           -- '' for works without a topic
    works BIGINT NOT NULL,
    sure BIGINT NOT NULL,
    unsure BIGINT NOT NULL,
    unfamiliar BIGINT NOT NULL,
    PRIMARY KEY (run_id, topic_id)
);
