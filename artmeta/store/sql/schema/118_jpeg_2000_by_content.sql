-- Which JPEG 2000 pictures, whose paths have another ending, were decoded to other pixels by an earlier version? Those of the usual endings are embedded again already.
UPDATE embeddings SET pixels = 0
WHERE sha256 IN (
    SELECT sha256 FROM images
    WHERE mime = 'image/jp2' AND NOT regexp_matches(path, '\.(jp2|jpx|jpf|j2k|j2c|jpc)$', 'i')
);
