-- Which runs of a collection (NULL: of all) began before its last $keep finished ones, and still have their results?
SELECT run_id FROM (
    SELECT *, count(*) FILTER (status = 'finished') OVER (
        PARTITION BY collection ORDER BY number DESC, started_at DESC, run_id DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS finished_since
    FROM runs
)
WHERE finished_since >= $keep AND pruned_at IS NULL AND collection = coalesce($collection, collection)
ORDER BY number;
