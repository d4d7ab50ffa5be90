-- Of which tables is no row exported? The tables are there, and empty.
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table} LIMIT 0;
