-- How many rows does a query give?
SELECT count(*) FROM {rows};
