-- Of which tables is no row exported? The tables are there, and empty.
SELECT * FROM {table} LIMIT 0;
