-- Which records of a run's collection went wrong, how many in each way, and what are the first five of each?
SELECT
    issues.step, issues.kind, issues.artwork_id, artworks.title, issues.message,
    count(*) OVER (PARTITION BY issues.step, issues.kind) AS total
FROM runs
JOIN issues ON issues.collection = runs.collection
LEFT JOIN artworks ON artworks.collection = issues.collection AND artworks.artwork_id = issues.artwork_id
WHERE runs.run_id = $run_id
QUALIFY row_number() OVER (PARTITION BY issues.step, issues.kind ORDER BY issues.artwork_id) <= 5
ORDER BY total DESC, issues.step, issues.kind, issues.artwork_id;
