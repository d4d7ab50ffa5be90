-- Which random samples of sure works are to be reviewed, and which statements on precision rest on them?
CREATE TABLE review_plans (
    plan_id VARCHAR PRIMARY KEY,
    collection VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,             -- whose sure works were sampled
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    model_digest VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- what makes a lane: topic, period, venue or collection
    precision DOUBLE NOT NULL,           -- to be shown of each lane
    confidence DOUBLE NOT NULL,          -- that all statements of the plan are true together
    expected DOUBLE NOT NULL,            -- precision for which the numbers of works were chosen
    sequential BOOLEAN NOT NULL,         -- a lane may have a result before all its works are reviewed
    seed BIGINT NOT NULL,                -- of the random order of the works
    number INTEGER NOT NULL              -- plans so far for the works of this model; 1 is the first
);
CREATE TABLE review_plan_lanes (
    plan_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    works BIGINT NOT NULL,               -- sure works of the lane
    confidence DOUBLE NOT NULL,          -- of the statement on this lane alone
    acceptance INTEGER[] NOT NULL,       -- with k wrong works the lane passes once acceptance[k + 1] works are reviewed
    works_digest VARCHAR NOT NULL,       -- of the lane's works, their pictures and topics
    thresholds_digest VARCHAR NOT NULL,  -- of the confidence thresholds by which they are sure
    PRIMARY KEY (plan_id, lane)
);
CREATE TABLE review_plan_works (
    plan_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    position INTEGER NOT NULL,           -- in the random order, from 1
    lane VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,             -- the picture to review
    topic_id VARCHAR NOT NULL,           -- the topic that the model is sure of
    PRIMARY KEY (plan_id, artwork_id)
);
CREATE TABLE certificates (
    plan_id VARCHAR NOT NULL,
    collection VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    state VARCHAR NOT NULL,              -- certified or refused
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reviewed BIGINT NOT NULL,            -- works on which the result rests
    wrong BIGINT NOT NULL,
    unconfirmed BIGINT NOT NULL,         -- skipped works, and those on which reviewers differ: they count as wrong
    precision_low DOUBLE,                -- one-sided lower bound; NULL for a lane that was refused before all its works were reviewed
    reviewers VARCHAR[] NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (plan_id, lane)
);
