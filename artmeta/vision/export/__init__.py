"""Models leave artmeta in the forms that browsers, phones and other programs read."""
