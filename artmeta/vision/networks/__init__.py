"""Networks as data: layers, weights and head, and their TensorFlow.js files."""
