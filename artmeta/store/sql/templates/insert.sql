-- Which rows are new? Those whose key is there already stay as they are.
INSERT INTO {table} BY NAME SELECT * FROM incoming ON CONFLICT DO NOTHING;
