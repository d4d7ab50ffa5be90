-- Which works of a run's collection show a picture that another work shows too? One row a work, with one other.
WITH pairs AS (
    SELECT collection, artwork_id, other_artwork_id, kind, distance FROM duplicates
    UNION ALL
    SELECT collection, other_artwork_id, artwork_id, kind, distance FROM duplicates
)
SELECT
    works.artwork_id, works.title, works.topic_id, works.split,
    pairs.other_artwork_id, others.title AS other_title, others.topic_id AS other_topic_id, others.split AS other_split,
    pairs.kind, pairs.distance, count(*) OVER (PARTITION BY works.artwork_id) AS copies
FROM pairs
JOIN artwork_topics AS works ON works.collection = pairs.collection AND works.artwork_id = pairs.artwork_id
JOIN artwork_topics AS others
    ON others.run_id = works.run_id AND others.collection = pairs.collection AND others.artwork_id = pairs.other_artwork_id
WHERE works.run_id = $run_id
QUALIFY row_number() OVER (PARTITION BY works.artwork_id ORDER BY pairs.distance, pairs.other_artwork_id) = 1
ORDER BY works.artwork_id;
