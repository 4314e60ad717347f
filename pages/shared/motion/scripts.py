"""The scripts of the control: together one module, on the page and in the file that plays alone."""

SCRIPTS = ("plotly_adapter.js", "tracks.js", "marks.js", "views.js", "print.js", "motion.js")
"""Names of files in this folder, in the order in which they use one another."""
