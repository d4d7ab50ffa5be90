-- After which year does a topic stand at another level, where a step explains more than a line?
CREATE TABLE trend_steps (
    run_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,               -- the last year before the step
    share_before DOUBLE NOT NULL,
    share_after DOUBLE NOT NULL,
    p_value DOUBLE NOT NULL,
    adjusted DOUBLE NOT NULL,            -- corrected for the number of topics (Bonferroni)
    PRIMARY KEY (run_id, topic_id)
);
