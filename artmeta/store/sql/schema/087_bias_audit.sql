-- How does each metric of each group of works compare with that of all other works?
CREATE TABLE bias_groups (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- period, venue, medium, artist, artist_gender, image_size, brightness, sharpness, kind
    group_name VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,           -- '' for all topics together
    metric VARCHAR NOT NULL,             -- recall, precision, sure_precision, overconfidence, abstention, unfamiliar, confidence
    works BIGINT NOT NULL,               -- the denominator
    clusters BIGINT NOT NULL,            -- artists among them; a work without one counts as one
    value DOUBLE NOT NULL,
    low DOUBLE NOT NULL,                 -- 95% interval, at the effective number of works
    high DOUBLE NOT NULL,
    reference DOUBLE,                    -- of all other works, with the group's mix of topics; NULL where there are none
    ratio DOUBLE,                        -- value by reference, with its 95% interval; NULL where it is not defined
    ratio_low DOUBLE,
    ratio_high DOUBLE,
    adjusted DOUBLE,                     -- p value, corrected for the number of tests (Holm); NULL where not tested
    disparity BOOLEAN NOT NULL,          -- worse than the reference by more than chance, and not through another group
    PRIMARY KEY (run_id, grouping, group_name, topic_id, metric)
);
-- What did the bias audit of a run find?
CREATE TABLE bias_findings (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,               -- group_disparity, shortcut, drift, label_suspect, over_represented_artist
    subject VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,           -- note, warning, serious
    measured DOUBLE NOT NULL,
    limit_value DOUBLE NOT NULL,
    sentence VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (run_id, kind, subject)
);
-- How well does a property that shows no topic predict the topic?
CREATE TABLE bias_shortcuts (
    run_id VARCHAR NOT NULL,
    works_of VARCHAR NOT NULL,           -- training works, collection's works
    feature VARCHAR NOT NULL,            -- venue, decade, image_size, border_colour
    works BIGINT NOT NULL,
    clusters BIGINT NOT NULL,
    accuracy DOUBLE NOT NULL,            -- cross-validated, works of one artist kept together
    baseline DOUBLE NOT NULL,            -- accuracy of always predicting the most frequent topic
    gain DOUBLE NOT NULL,                -- share of the baseline's errors that are avoided
    p_value DOUBLE NOT NULL,
    topics VARCHAR[] NOT NULL,           -- those that it gives away
    PRIMARY KEY (run_id, works_of, feature)
);
-- How far is a run's distribution of a measure from that in training, or in the last run?
CREATE TABLE bias_drift (
    run_id VARCHAR NOT NULL,
    against VARCHAR NOT NULL,            -- training, last run
    measure VARCHAR NOT NULL,
    works BIGINT NOT NULL,
    other_works BIGINT NOT NULL,
    distance DOUBLE NOT NULL,            -- 0 to 1
    p_value DOUBLE NOT NULL,             -- adjusted for the number of measures
    PRIMARY KEY (run_id, against, measure)
);
-- Which artists made a large part of the works, or of a topic's works?
CREATE TABLE bias_artists (
    run_id VARCHAR NOT NULL,
    works_of VARCHAR NOT NULL,           -- training works, collection's works
    artist VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,           -- '' for all topics together
    works BIGINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (run_id, works_of, artist, topic_id)
);
-- Which training works of a run's model probably have a wrong topic?
CREATE TABLE label_suspects (
    run_id VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    given_topic_id VARCHAR NOT NULL,
    suggested_topic_id VARCHAR NOT NULL,
    probability DOUBLE NOT NULL,         -- that the given topic is wrong
    margin DOUBLE NOT NULL,              -- by which works are ranked: logit of the suggested topic less that of the given one
    PRIMARY KEY (run_id, artwork_id, given_topic_id)
);
-- How are the measures of a run's works distributed, for the comparison with the next run?
CREATE TABLE bias_profiles (
    run_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    bin VARCHAR NOT NULL,
    works BIGINT NOT NULL,
    PRIMARY KEY (run_id, measure, bin)
);
-- What does the bias audit of a run rest on, and what can it not assess?
CREATE TABLE bias_audits (
    run_id VARCHAR PRIMARY KEY,
    works BIGINT NOT NULL,               -- classified works
    known BIGINT NOT NULL,               -- those of which a known topic, or an answer, says whether the prediction is right
    noise_share DOUBLE,                  -- of the training works that have a wrong topic; NULL where not estimated
    noise_low DOUBLE,
    noise_high DOUBLE,
    noise_p DOUBLE,                      -- p value that no topic is wrong
    limitations VARCHAR[] NOT NULL
);
