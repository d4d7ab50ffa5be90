-- Which pictures were set aside by a digest that no longer stands for "no picture"? They are asked for again.
UPDATE images SET outcome = 'pending', reason = ''
WHERE collection = $collection AND outcome = 'gone' AND starts_with(reason, 'no_picture: ')
    AND substr(reason, 13) NOT IN (SELECT unnest($digests::VARCHAR[]));
