-- What did heads that had never seen a work say of it, beside the topic its museum gave it?
CREATE TABLE out_of_fold_confidences (
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,             -- the picture
    given_topic_id VARCHAR NOT NULL,     -- the topic it was trained as
    topic_id VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,          -- calibrated as the model's own, 0 to 1
    PRIMARY KEY (model_name, model_version, sha256, given_topic_id, topic_id)
);
