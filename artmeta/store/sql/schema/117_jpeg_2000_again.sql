-- Which pictures were decoded to other pixels by an earlier version? JPEG 2000 with boxes: few bits, palettes and orders of channels.
UPDATE embeddings SET pixels = 0
WHERE sha256 IN (SELECT sha256 FROM images WHERE regexp_matches(path, '\.(jp2|jpx|jpf)$', 'i'));
