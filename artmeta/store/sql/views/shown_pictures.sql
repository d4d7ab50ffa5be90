-- Which picture of each artwork may a run's pages show, and is it withheld because of its rights?
CREATE OR REPLACE VIEW shown_pictures AS
SELECT
    predicted.run_id, predicted.artwork_id,
    CASE WHEN refusals.artwork_id IS NULL AND predicted.outcome = 'ok' THEN predicted.path END AS path,
    refusals.artwork_id IS NOT NULL AS withheld
FROM artwork_topics AS predicted
LEFT JOIN refusals
    ON refusals.collection = predicted.collection AND refusals.artwork_id = predicted.artwork_id AND refusals.use = 'shown';
