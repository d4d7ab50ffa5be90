-- Which rows, to name a few, does a table of an excerpt not hold?
FROM {rows} EXCEPT ALL FROM {target}.main.{table} LIMIT 3;
