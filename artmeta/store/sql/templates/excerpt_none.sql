-- Of which tables does no row go along? They are there, and empty.
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table} LIMIT 0;
