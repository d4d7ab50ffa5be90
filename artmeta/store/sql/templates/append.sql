-- Which rows are new? All: a key that is there already is an error.
INSERT INTO {table} BY NAME SELECT * FROM incoming;
