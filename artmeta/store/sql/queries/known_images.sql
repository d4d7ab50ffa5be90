-- Which pictures of a collection are known, and in which state were they requested last?
SELECT artwork_id, position, url, fallback, etag, outcome FROM images WHERE collection = $collection;
