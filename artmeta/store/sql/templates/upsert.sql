-- Which rows are new or changed? Those whose key is there already are replaced.
INSERT OR REPLACE INTO {table} BY NAME SELECT * FROM incoming;
