-- Which rows say how the database is built? An excerpt has all of them.
INSERT INTO {target}.{table} BY NAME SELECT * FROM {table};
