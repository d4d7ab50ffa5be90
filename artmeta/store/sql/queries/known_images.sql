-- Which pictures of a collection are known, and which state of them was looked at?
SELECT artwork_id, position, url, fallback, etag, outcome FROM images WHERE collection = $collection;
