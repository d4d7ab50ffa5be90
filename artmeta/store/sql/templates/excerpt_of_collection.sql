-- Which rows are one collection's?
SELECT * FROM {table} WHERE collection = $collection;
