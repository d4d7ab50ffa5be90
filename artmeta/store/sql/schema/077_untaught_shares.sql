-- Which share of a run's classified works shows none of the topics of its model, as estimated without examples?
CREATE TABLE untaught_shares (
    run_id VARCHAR PRIMARY KEY,
    share DOUBLE NOT NULL,               -- 0 to 1
    share_low DOUBLE NOT NULL,           -- of the 95% interval
    share_high DOUBLE NOT NULL,
    works BIGINT NOT NULL                -- that the estimate rests on
);
