-- Which views has a curator made beside those of artmeta, in the order in which they were made?
SELECT sql
FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal
    AND view_name NOT IN (SELECT view_name FROM schema_views)
ORDER BY view_oid;
