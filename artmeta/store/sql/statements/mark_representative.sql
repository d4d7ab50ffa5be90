-- Which answers are on works of the simple random sample of all classified works?
UPDATE audit_answers SET representative = list_contains($artwork_ids, artwork_id) WHERE collection = $collection;
