-- By which of the field's terms are splits, and the keys of cards and evaluations, known in rows written before?
UPDATE training_works SET split = 'validation' WHERE split = 'held_out';
UPDATE models SET card = replace(card, '"works_held_out":', '"works_validated":');
UPDATE evaluations SET
    works = CASE WHEN works = 'held out' THEN 'validation split' ELSE works END,
    result = replace(replace(replace(replace(result, '"works_held_out":', '"works_validated":'),
        '"held_out_loss":', '"validation_loss":'), '"held_out_accuracy":', '"validation_accuracy":'),
        '"works": "held out"', '"works": "validation split"');
