-- How precise are a run's sure decisions of each topic, under the topic shares of its own collection?
CREATE TABLE sure_precisions (
    run_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    works BIGINT NOT NULL,               -- out-of-fold works at or above the topic's threshold
    correct BIGINT NOT NULL,
    share DOUBLE NOT NULL,               -- of the topic in the collection, as estimated
    precision DOUBLE,                    -- of those works, weighted to the collection's shares; NULL without works
    precision_low DOUBLE NOT NULL,
    precision_high DOUBLE NOT NULL,
    PRIMARY KEY (run_id, topic_id)
);
