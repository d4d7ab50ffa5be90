-- For which works do two runs of one collection differ in topic or status, and how? Works of which either has no prediction are among them.
WITH earlier AS (FROM artwork_topics WHERE run_id = $earlier),
    later AS (FROM artwork_topics WHERE run_id = $later)
SELECT
    later.artwork_id, later.accession_number, later.title, later.artist,
    later.date_text AS date, coalesce(shown.path, '') AS picture,
    coalesce(earlier.topic_id, '') AS earlier_topic, coalesce(later.topic_id, '') AS later_topic,
    earlier.confidence AS earlier_confidence, later.confidence AS later_confidence,
    coalesce(earlier.decision_status, '') AS earlier_status, coalesce(later.decision_status, '') AS later_status
FROM earlier JOIN later USING (collection, artwork_id)
LEFT JOIN shown_pictures AS shown ON shown.run_id = $later AND shown.artwork_id = later.artwork_id
WHERE earlier.topic_id IS DISTINCT FROM later.topic_id
    OR earlier.decision_status IS DISTINCT FROM later.decision_status
ORDER BY
    earlier.topic_id IS NOT DISTINCT FROM later.topic_id,  -- other topics first, then other statuses
    greatest(earlier.confidence, later.confidence) DESC NULLS LAST, later.artwork_id;
