-- Which pictures can a version of the decoder not read, whatever model looks at them?
CREATE TABLE unreadable_pictures (
    sha256 VARCHAR NOT NULL,
    decoder VARCHAR NOT NULL,            -- the version that failed: another one tries again
    kind VARCHAR NOT NULL,               -- unreadable, too_large
    reason VARCHAR NOT NULL,             -- a sentence
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (sha256, decoder)
);
