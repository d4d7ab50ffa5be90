-- Which topics does each version of a vocabulary hold?
CREATE TABLE topics (
    vocabulary VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    broader VARCHAR NOT NULL,
    links VARCHAR NOT NULL,              -- JSON: vocabulary -> code
    position INTEGER NOT NULL,
    PRIMARY KEY (vocabulary, version, topic_id)
);
