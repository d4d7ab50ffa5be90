-- In which order are the flags of a kind shown? The most severe first, of equal ones those of no single work, then what exceeds its limit most.
CREATE OR REPLACE VIEW ranked_flags AS
SELECT
    flags.*, list_position(['serious', 'warning', 'note'], flags.severity) AS weight,
    row_number() OVER (
        PARTITION BY flags.run_id, flags.kind
        ORDER BY
            list_position(['serious', 'warning', 'note'], flags.severity), works.artwork_id IS NOT NULL,
            abs(flags.measured - flags.limit_value) DESC, flags.subject
    ) AS place
FROM flags
LEFT JOIN artworks AS works
    ON works.collection = flags.collection AND works.artwork_id = flags.subject AND works.gone_run_id IS NULL;
