-- How many records did each step of a run do, find done already, and fail on?
CREATE TABLE step_results (
    run_id VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    done BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    seconds DOUBLE NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (run_id, step)
);
