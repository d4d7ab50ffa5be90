"""Export of models to the file formats that browsers, phones and other programs read."""
