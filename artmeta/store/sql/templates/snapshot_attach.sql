-- Into which new file is the database copied? Every DuckDB shell since 2024 can read it.
ATTACH $path AS {target} (READ_WRITE, STORAGE_VERSION 'v1.0.0');
