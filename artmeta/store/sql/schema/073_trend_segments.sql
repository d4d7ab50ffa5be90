-- Which verdicts are withheld for which reason, how many works of a topic are undated, and in which years do the errors of the classifier shift?
ALTER TABLE trend_verdicts ADD COLUMN clusters DOUBLE;
ALTER TABLE trend_verdicts ADD COLUMN reason VARCHAR DEFAULT '';
ALTER TABLE trend_verdicts ADD COLUMN undated_share DOUBLE;
ALTER TABLE trend_verdicts ADD COLUMN undated_elsewhere DOUBLE;
ALTER TABLE trend_verdicts ADD COLUMN undated_adjusted DOUBLE;
ALTER TABLE trend_verdicts ADD COLUMN lowest DOUBLE;
ALTER TABLE trend_verdicts ADD COLUMN highest DOUBLE;
ALTER TABLE trend_shares ADD COLUMN share_lowest DOUBLE;
ALTER TABLE trend_shares ADD COLUMN share_highest DOUBLE;
CREATE TABLE trend_segments (
    run_id VARCHAR NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    works BIGINT NOT NULL,
    misfit DOUBLE,
    unfamiliar DOUBLE NOT NULL,
    unfamiliar_p DOUBLE,
    fails BOOLEAN NOT NULL,
    PRIMARY KEY (run_id, first_year)
);
COMMENT ON TABLE trend_segments IS 'In which years are the pictures unlike those from which the errors of the classifier are known?';
COMMENT ON COLUMN trend_segments.misfit IS 'adjusted p value that only the frequencies of the topics differ from those in training; NULL where not tested';
COMMENT ON COLUMN trend_segments.unfamiliar IS 'share of the classified works that are unfamiliar';
COMMENT ON COLUMN trend_segments.unfamiliar_p IS 'adjusted p value that it is larger than in the segment with the fewest';
COMMENT ON COLUMN trend_segments.fails IS 'verdicts on changes are withheld';
COMMENT ON COLUMN trend_verdicts.verdict IS 'rose, fell, no_change, too_few, too_few_clusters, withheld';
COMMENT ON COLUMN trend_verdicts.adjusted IS 'corrected for the number of topics (step-down of Romano and Wolf)';
COMMENT ON COLUMN trend_verdicts.clusters IS 'effective number of artists, or of what else is drawn as a whole';
COMMENT ON COLUMN trend_verdicts.reason IS 'for which a verdict is withheld: undated, label_shift';
COMMENT ON COLUMN trend_verdicts.undated_share IS 'of the works of the topic';
COMMENT ON COLUMN trend_verdicts.undated_elsewhere IS 'of the works of all other topics';
COMMENT ON COLUMN trend_verdicts.undated_adjusted IS 'adjusted p value of the difference of the two';
COMMENT ON COLUMN trend_verdicts.lowest IS 'bounds of the change, wherever the undated works belong';
COMMENT ON COLUMN trend_verdicts.highest IS 'bounds of the change, wherever the undated works belong';
COMMENT ON COLUMN trend_shares.share_lowest IS 'bounds of the share, whatever the unfamiliar works show';
COMMENT ON COLUMN trend_shares.share_highest IS 'bounds of the share, whatever the unfamiliar works show';
COMMENT ON COLUMN trend_summaries.dated IS 'both ends of the date are known';
COMMENT ON COLUMN trend_summaries.open IS 'one end is known: "before 1850", "after 1900"; the other reaches to the end of the collection';
