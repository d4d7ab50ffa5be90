-- Which rows say how the database is built? An excerpt has all of them.
SELECT * FROM {table};
