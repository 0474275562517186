"""Inputs that lie, do not end, or point elsewhere: what `malformed.py` writes out. One module per kind of input."""
