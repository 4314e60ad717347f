"""The numbers of each view: a choice of its controls in, arrays out; NumPy only."""
