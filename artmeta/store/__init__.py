"""The store: one DuckDB file that holds everything a run read, computed and flagged."""
