-- Which review is put back with its number? One whose id is there already stays.
INSERT INTO reviews (
    number, review_id, artwork_id, reviewer, decided_at, action, topic_ids, undoes, shown_topics, shown_confidence,
    shown_status, sha256, run_id, model_name, model_version, model_digest, source
) VALUES (
    :number, :review_id, :artwork_id, :reviewer, :decided_at, :action, :topic_ids, :undoes, :shown_topics,
    :shown_confidence, :shown_status, :sha256, :run_id, :model_name, :model_version, :model_digest, :source
) ON CONFLICT (review_id) DO NOTHING;
