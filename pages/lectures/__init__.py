"""Lectures as data: files of scenes, which a teacher copies and edits, and how they are read."""
