"""What is said to visitors: a Markdown file per page and language, and one they all share."""
