-- What were loss and accuracy after each epoch of a training?
CREATE TABLE training_epochs (
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    loss DOUBLE NOT NULL,
    accuracy DOUBLE NOT NULL,
    held_out_loss DOUBLE,
    held_out_accuracy DOUBLE,
    PRIMARY KEY (model_name, model_version, epoch)
);
