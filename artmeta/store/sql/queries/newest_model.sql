-- Which is the newest version of a model, and what does its card say?
SELECT * FROM models WHERE name = $name ORDER BY version DESC LIMIT 1;
