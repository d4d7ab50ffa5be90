"""The one door of TensorFlow and Keras: networks are built, trained and converted here, and nowhere else."""
