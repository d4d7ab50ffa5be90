-- Which view was just made?
INSERT INTO schema_views BY NAME SELECT $view_name AS view_name, $sha256 AS sha256;
