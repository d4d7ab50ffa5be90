-- Which versions of a model have decided on works of a collection, and on how many?
SELECT model_version, count(*) AS works FROM decisions
WHERE collection = $collection AND model_name = $model_name
GROUP BY model_version ORDER BY model_version;
