-- Which works does the folder beside a run's report list, by likeliest topic and date, and which of them come with a picture?
WITH works AS (
    SELECT
        predicted.artwork_id, predicted.title, predicted.artist, predicted.date_text, predicted.date_earliest,
        predicted.date_latest, predicted.accession_number, predicted.venue, predicted.medium, predicted.artist_gender,
        predicted.url, predicted.topic_id, predicted.confidence, coalesce(predicted.decision_status, '') AS status,
        predicted.decision_reason AS reason, coalesce(reviews.review_status, '') AS review_status,
        reviews.topic_ids AS reviewed_topics,
        refusals.artwork_id IS NOT NULL AS withheld,
        CASE WHEN refusals.artwork_id IS NULL AND predicted.outcome = 'ok' THEN predicted.path END AS path,
        predicted.sha256
    FROM artwork_topics AS predicted
    LEFT JOIN refusals
        ON refusals.collection = predicted.collection AND refusals.artwork_id = predicted.artwork_id AND refusals.use = 'shown'
    LEFT JOIN current_reviews AS reviews
        ON reviews.collection = predicted.collection AND reviews.artwork_id = predicted.artwork_id
        AND reviews.sha256 = predicted.sha256
    WHERE predicted.run_id = $run_id
), placed AS (  -- pictures are spread over topics and decades: the first of each cell, then the second, and so on
    SELECT *, path IS NOT NULL AND row_number() OVER (ORDER BY path IS NULL, turn, artwork_id) <= $max_pictures AS pictured
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY topic_id, date_earliest // 10 ORDER BY path IS NULL, confidence DESC, artwork_id
        ) AS turn
        FROM works
    )
)
SELECT * EXCLUDE (turn)
FROM placed
ORDER BY topic_id IS NULL, topic_id, date_earliest IS NULL, date_earliest, date_latest, artwork_id;
