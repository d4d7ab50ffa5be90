-- Which pictures of a collection are copies of one another, to the byte or to the eye?
CREATE TABLE duplicates (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,         -- the two works in alphabetical order, so that each pair stands here once
    other_artwork_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,               -- exact (the same file) or near (the same picture, scaled, cropped or compressed)
    distance SMALLINT NOT NULL,          -- bits of 64 by which their difference hashes differ
    run_id VARCHAR NOT NULL,             -- the run that looked for copies last
    PRIMARY KEY (collection, artwork_id, other_artwork_id)
);
