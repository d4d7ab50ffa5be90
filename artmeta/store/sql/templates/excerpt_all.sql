-- Which rows say how the database is built? An excerpt has all of them.
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table};
