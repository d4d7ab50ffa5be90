-- Which records went wrong, in which step, and why?
CREATE TABLE issues (
    collection VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,             -- the run that met it first
    PRIMARY KEY (collection, step, artwork_id, kind)
);
