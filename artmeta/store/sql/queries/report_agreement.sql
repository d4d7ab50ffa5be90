-- For works with a given topic outside the training split: which topic was predicted, and what are the first pictures of each pair?
WITH known AS (
    SELECT topic_id, topic_label, position FROM run_topics WHERE run_id = $run_id
), labelled AS (
    SELECT
        artwork_id, confidence, topic_id AS predicted,
        CASE
            WHEN correct THEN topic_id
            ELSE list_min(list_intersect(given_topics, (SELECT list(topic_id::VARCHAR) FROM known)))
        END AS given
    FROM labelled_works
    WHERE run_id = $run_id AND training_split <> 'training'
), placed AS (
    SELECT
        labelled.*,
        count(*) OVER (PARTITION BY given, predicted) AS works,
        row_number() OVER (
            PARTITION BY given, predicted ORDER BY CASE WHEN given = predicted THEN confidence ELSE -confidence END, artwork_id
        ) AS place
    FROM labelled
    WHERE given IS NOT NULL
), shown AS (
    SELECT *
    FROM placed
    WHERE place <= CASE WHEN given = predicted THEN 3 ELSE 6 END
    QUALIFY place = 1 OR row_number() OVER (ORDER BY given = predicted, place, works DESC) <= $max_thumbnails
)
SELECT
    known.topic_id, known.topic_label AS label, shown.predicted, says.topic_label AS predicted_label, shown.works, shown.artwork_id,
    shown.confidence, works.title, works.artist, works.date_text, works.venue, works.url, pictures.path, pictures.withheld
FROM known
LEFT JOIN shown ON shown.given = known.topic_id
LEFT JOIN known AS says ON says.topic_id = shown.predicted
LEFT JOIN artwork_topics AS works ON works.run_id = $run_id AND works.artwork_id = shown.artwork_id
LEFT JOIN shown_pictures AS pictures ON pictures.run_id = $run_id AND pictures.artwork_id = shown.artwork_id
ORDER BY known.position, says.position, shown.place;
