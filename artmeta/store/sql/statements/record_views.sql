-- Which views were just made?
INSERT INTO schema_views BY NAME
SELECT unnest($names::VARCHAR[]) AS view_name, unnest($digests::VARCHAR[]) AS sha256;
