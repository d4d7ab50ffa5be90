-- Which flags did a run raise? The first of each kind in turn: $max_thumbnails of works, and 100 of topics, periods and venues.
WITH raised AS (
    SELECT
        flags.kind, flags.severity, flags.subject, flags.measured, flags.limit_value, flags.sentence, flags.weight, flags.place,
        works.artwork_id, works.title, works.artist, works.date_text, works.venue, works.url,
        pictures.path, pictures.withheld, works.topic_label, works.confidence,
        count(*) OVER (PARTITION BY flags.kind) AS total
    FROM ranked_flags AS flags
    LEFT JOIN artwork_records AS works ON works.run_id = flags.run_id AND works.artwork_id = flags.subject
    LEFT JOIN shown_pictures AS pictures ON pictures.run_id = flags.run_id AND pictures.artwork_id = flags.subject
    WHERE flags.run_id = $run_id
)
SELECT *
FROM raised
QUALIFY
    row_number() OVER (PARTITION BY artwork_id IS NULL ORDER BY place, weight, kind)
    <= CASE WHEN artwork_id IS NULL THEN 100 ELSE $max_thumbnails END
    OR place = 1
ORDER BY min(weight) OVER (PARTITION BY kind), kind, place;
