-- How many works did a collection hold when its last finished run checked them? No row where there was none.
SELECT CAST(validations.measured ->> '$.value' AS BIGINT) AS works
FROM validations
JOIN runs ON runs.run_id = validations.run_id
WHERE runs.collection = $collection AND runs.status = 'finished'
    AND validations.suite = 'input' AND validations.expectation = 'enough_works'
ORDER BY runs.number DESC
LIMIT 1;
