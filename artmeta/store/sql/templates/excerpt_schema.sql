-- Which tables and views has the database? They go into an excerpt before any row does.
COPY FROM DATABASE {source} TO {target} (SCHEMA);
