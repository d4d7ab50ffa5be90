-- Which migration was just applied?
INSERT INTO schema_migrations BY NAME
SELECT $number AS number, $name AS name, $sha256 AS sha256, $code_version AS code_version, now() AS applied_at;
