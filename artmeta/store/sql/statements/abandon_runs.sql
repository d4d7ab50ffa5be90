-- Which interrupted runs of a collection will not be taken up again, because a new one begins?
UPDATE runs SET status = 'abandoned', finished_at = coalesce(finished_at, now())
WHERE collection = $collection AND status IN ('running', 'failed');
