-- Which views did artmeta make?
SELECT view_name, sha256 FROM schema_views ORDER BY view_name;
