"""The mathematics of the lecture: losses, their derivatives and what follows from them.

NumPy arrays in, NumPy arrays out; nothing here draws or knows a screen.
"""
