-- What did each backbone see in each picture?
CREATE TABLE embeddings (
    sha256 VARCHAR NOT NULL,
    backbone VARCHAR NOT NULL,           -- name and digest of the backbone and its preprocessing
    vector BLOB NOT NULL,                -- float16, little-endian: 2,560 bytes for 1,280 features
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (sha256, backbone)
);
