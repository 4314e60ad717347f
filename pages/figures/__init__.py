"""Pictures: the grammar of marks on axes, looks, and a module of its name for each page."""
