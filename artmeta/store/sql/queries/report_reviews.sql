-- What did people decide about the works of each predicted topic of a run? Without works whose picture was replaced since.
WITH people AS (
    SELECT collection, string_agg(DISTINCT reviewer, ', ' ORDER BY reviewer) AS reviewers
    FROM standing_reviews GROUP BY collection
)
SELECT
    coalesce(named.topic_label, predicted.topic_id) AS label,
    count(*) AS reviewed,
    count(*) FILTER (list_contains(reviews.topic_ids, predicted.topic_id)) AS confirmed,
    count(*) FILTER (len(reviews.topic_ids) > 0 AND NOT list_contains(reviews.topic_ids, predicted.topic_id)) AS other,
    count(*) FILTER (reviews.review_status = 'human-rejected') AS none,
    count(*) FILTER (reviews.review_status = 'disputed') AS disputed,
    any_value(people.reviewers) AS reviewers,
    max(reviews.reviewed_at) AS last_reviewed
FROM artwork_topics AS predicted
JOIN current_reviews AS reviews
    ON reviews.collection = predicted.collection AND reviews.artwork_id = predicted.artwork_id
    AND reviews.sha256 = predicted.sha256
JOIN people ON people.collection = predicted.collection
LEFT JOIN run_topics AS named ON named.run_id = predicted.run_id AND named.topic_id = predicted.topic_id
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL
GROUP BY named.position, label
ORDER BY named.position NULLS LAST, label;
