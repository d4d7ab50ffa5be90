-- Which pictures were excluded by a digest that no longer means "no picture"? They are requested again.
UPDATE images SET outcome = 'pending', reason = ''
WHERE collection = $collection AND outcome = 'gone' AND starts_with(reason, 'no_picture: ')
    AND substr(reason, 13) NOT IN (SELECT unnest($digests::VARCHAR[]));
