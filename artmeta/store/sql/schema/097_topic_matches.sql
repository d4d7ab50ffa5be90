-- Which concepts of other vocabularies are broader or narrower than a topic?
ALTER TABLE topics ADD COLUMN broad_links VARCHAR DEFAULT '{}';
ALTER TABLE topics ADD COLUMN narrow_links VARCHAR DEFAULT '{}';
COMMENT ON COLUMN topics.links IS 'JSON: vocabulary -> code of the concept that means exactly this topic';
COMMENT ON COLUMN topics.broad_links IS 'JSON: vocabulary -> codes of concepts that include the topic and more';
COMMENT ON COLUMN topics.narrow_links IS 'JSON: vocabulary -> codes of concepts that are parts of the topic';
-- 41A1 is all civic architecture, which includes houses: the example vocabularies stated it as exact.
UPDATE topics SET broad_links = '{"iconclass": ["41A1"]}', links = '{"aat": "300005433", "wikidata": "Q3947"}'
WHERE vocabulary IN ('lesson', 'sample') AND version = '1' AND topic_id = 'house' AND links ->> 'iconclass' = '41A1';
