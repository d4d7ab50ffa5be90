-- Which pictures look alike? One row a picture that was decoded.
CREATE TABLE image_hashes (
    sha256 VARCHAR PRIMARY KEY,
    dhash UBIGINT NOT NULL,              -- difference hash of 64 bits of the decoded picture
    run_id VARCHAR NOT NULL
);
