-- Which rows are one collection's?
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table} WHERE collection = $collection;
