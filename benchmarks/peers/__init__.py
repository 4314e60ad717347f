"""The same view written with other tools, plainly and as their manuals teach it."""
