-- Which migrations were just applied?
INSERT INTO schema_migrations BY NAME
SELECT
    unnest($numbers::INTEGER[]) AS number,
    unnest($names::VARCHAR[]) AS name,
    unnest($digests::VARCHAR[]) AS sha256,
    $code_version AS code_version,
    now() AS applied_at;
