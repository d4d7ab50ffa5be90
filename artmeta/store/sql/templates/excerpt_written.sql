-- Which table of an excerpt holds these rows?
CREATE TABLE {target}.main.{table} AS FROM {rows};
