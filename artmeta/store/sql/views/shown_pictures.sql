-- Which picture of each artwork may a run's pages show, and is it withheld because of its rights?
CREATE OR REPLACE VIEW shown_pictures AS
SELECT
    said.run_id, said.artwork_id,
    CASE WHEN refusals.artwork_id IS NULL AND said.outcome = 'ok' THEN said.path END AS path,
    refusals.artwork_id IS NOT NULL AS withheld
FROM artwork_topics AS said
LEFT JOIN refusals
    ON refusals.collection = said.collection AND refusals.artwork_id = said.artwork_id AND refusals.use = 'shown';
