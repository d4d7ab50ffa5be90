-- By which random order were the works of a collection drawn that were answered last?
SELECT seed FROM audit_answers WHERE collection = $collection ORDER BY answered_at DESC, seed LIMIT 1;
