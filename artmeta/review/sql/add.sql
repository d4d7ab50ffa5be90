-- Which review is added? One whose id is there already stays.
INSERT INTO reviews (
    review_id, artwork_id, reviewer, decided_at, action, topic_ids, undoes, shown_topics, shown_confidence,
    shown_status, sha256, run_id, model_name, model_version, model_digest, source
) VALUES (
    :review_id, :artwork_id, :reviewer, :decided_at, :action, :topic_ids, :undoes, :shown_topics, :shown_confidence,
    :shown_status, :sha256, :run_id, :model_name, :model_version, :model_digest, :source
) ON CONFLICT (review_id) DO NOTHING;
