"""The museum's memory: one DuckDB file that holds everything a run read, made and doubted."""
