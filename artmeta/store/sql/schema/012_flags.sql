-- Which doubts about a run's results should a human look at?
CREATE TABLE flags (
    run_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,           -- note, warning, serious
    subject VARCHAR NOT NULL,            -- artwork id, topic, venue or period
    measured DOUBLE NOT NULL,
    limit_value DOUBLE NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (run_id, kind, subject)
);
