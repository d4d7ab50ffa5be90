-- Which pictures does anything need: a work in its source, or gone for fewer than $days days, a review, a plan, a model?
SELECT images.sha256
FROM images
JOIN artworks USING (collection, artwork_id)
LEFT JOIN runs ON runs.run_id = artworks.gone_run_id
WHERE images.sha256 IS NOT NULL
    AND (artworks.gone_run_id IS NULL OR runs.started_at IS NULL OR runs.started_at > $now::TIMESTAMPTZ - to_days($days::INTEGER))
UNION SELECT sha256 FROM reviews WHERE sha256 IS NOT NULL
UNION SELECT sha256 FROM review_plan_works
UNION SELECT sha256 FROM training_works;
