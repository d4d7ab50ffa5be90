-- What are mean confidence and recall of the given topics by period, by venue and by the artist's gender?
WITH predicted AS (
    SELECT
        artwork_id, confidence,
        CASE
            WHEN date_earliest IS NULL OR date_latest IS NULL THEN NULL
            WHEN floor(date_earliest / 50) = floor(date_latest / 50) THEN floor(date_earliest / 50)::INTEGER * 50
        END AS half_century,
        venue, artist_gender
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
), labelled AS (
    SELECT artwork_id, correct
    FROM labelled_works
    WHERE run_id = $run_id AND training_split <> 'training' AND list_has_any(
        given_topics, (SELECT list(topic_id::VARCHAR) FROM run_topics WHERE run_topics.run_id = $run_id)
    )
), grouped AS (
    SELECT 'period' AS grouping, half_century AS place, NULL AS name, artwork_id, confidence FROM predicted
    UNION ALL
    SELECT 'venue', NULL, nullif(venue, ''), artwork_id, confidence FROM predicted
    UNION ALL
    SELECT 'gender', NULL, nullif(artist_gender, ''), artwork_id, confidence FROM predicted
)
SELECT
    grouping, place, name, count(*) AS works, avg(confidence) AS confidence,
    count(labelled.correct) AS labelled, count(*) FILTER (labelled.correct) AS correct
FROM grouped
LEFT JOIN labelled USING (artwork_id)
GROUP BY grouping, place, name
QUALIFY row_number() OVER (PARTITION BY grouping ORDER BY place NULLS LAST, count(*) DESC, name) <= 40
ORDER BY grouping, place NULLS LAST, name IS NULL, works DESC, name;
