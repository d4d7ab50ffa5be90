-- What do a run's trends rest on: how many works, set aside for which reason, corrected by which method?
CREATE TABLE trend_summaries (
    run_id VARCHAR PRIMARY KEY,
    works BIGINT NOT NULL,               -- of the collection
    dated BIGINT NOT NULL,               -- with both ends of the date known: the sum of the next four
    sure BIGINT NOT NULL,
    unsure BIGINT NOT NULL,
    unfamiliar BIGINT NOT NULL,
    unclassified BIGINT NOT NULL,
    open BIGINT NOT NULL,                -- set aside: "before 1850", "after 1900"
    undated BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    bin_years VARCHAR NOT NULL,
    replicates INTEGER NOT NULL,         -- of the bootstrap
    seed INTEGER NOT NULL,
    method VARCHAR NOT NULL,             -- '' where no share could be worked out
    calibration_error DOUBLE,            -- of recalibrated confidences on works left out; NULL without such works
    calibration_allowed DOUBLE,          -- above it EMQ is not used
    evidence_works BIGINT NOT NULL,      -- works of known topic that the correction rests on
    first_year INTEGER,                  -- the period of the verdicts
    last_year INTEGER,
    correction DOUBLE                    -- mean absolute difference between `share` and plain counting
);
