-- How concentrated are venues and artists, how complete are dates and rights, and what does the model's card say of its limits?
WITH works AS (
    SELECT * FROM artwork_topics WHERE run_id = $run_id
), counted AS (
    SELECT
        count(*) AS works,
        count(topic_id) AS classified,
        count(*) FILTER (date_earliest IS NULL OR date_latest IS NULL) AS without_dates,
        count(*) FILTER (rights = 'unknown') AS rights_unknown,
        (SELECT artist FROM works WHERE artist <> '' GROUP BY artist ORDER BY count(*) DESC, artist LIMIT 1) AS artist,
        (SELECT venue FROM works WHERE venue <> '' GROUP BY venue ORDER BY count(*) DESC, venue LIMIT 1) AS venue
    FROM works
)
SELECT
    counted.*,
    (
        SELECT list({'use': refusals.use, 'works': refusals.held} ORDER BY refusals.use) FROM (
            SELECT refusals.use, count(*) AS held FROM refusals JOIN works USING (collection, artwork_id)
            WHERE works.rights = 'unknown' AND refusals.use IN ('shown', 'exported') GROUP BY refusals.use
        ) AS refusals
    ) AS works_withheld,
    (SELECT count(*) FROM works WHERE works.artist = counted.artist) AS artist_works,
    (SELECT count(*) FROM works WHERE works.venue = counted.venue) AS venue_works,
    (SELECT list({'id': topic_id, 'label': topic_label} ORDER BY position) FROM run_topics WHERE run_topics.run_id = $run_id) AS labels,
    model.card
FROM counted
LEFT JOIN (
    SELECT models.card
    FROM runs
    JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    WHERE runs.run_id = $run_id
) AS model ON true;
