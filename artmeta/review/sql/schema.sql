-- Which reviews of a collection were acknowledged, in their order? Lists are JSON, times ISO 8601 in UTC.
CREATE TABLE IF NOT EXISTS reviews (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id TEXT NOT NULL UNIQUE,
    artwork_id TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    action TEXT NOT NULL,
    topic_ids TEXT NOT NULL,
    undoes TEXT NOT NULL,
    shown_topics TEXT NOT NULL,
    shown_confidence REAL,
    shown_status TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_version INTEGER,
    model_digest TEXT NOT NULL,
    source TEXT NOT NULL
);
