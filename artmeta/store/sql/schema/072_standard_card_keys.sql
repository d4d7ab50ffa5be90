-- By which of the field's terms are hyperparameters and detectors known in cards that were written before?
UPDATE models SET card = replace(replace(replace(card, '"knobs":', '"hyperparameters":'),
    '"strength":', '"regularization_c":'), '"familiarity":', '"ood_detector":');
