-- What does each work truly show, and when was it truly made, where that is known because the museum is drawn?
CREATE TABLE known_topics (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,           -- '' where it shows none of the topics
    year INTEGER NOT NULL,
    PRIMARY KEY (collection, artwork_id)
);
