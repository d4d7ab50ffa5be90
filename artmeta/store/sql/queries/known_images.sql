-- Which pictures of a collection are known, and which state of them was looked at?
SELECT artwork_id, position, url, etag FROM images WHERE collection = $collection;
