-- Which models have decided on works of a collection?
SELECT DISTINCT model_name FROM decisions WHERE collection = $collection ORDER BY model_name;
