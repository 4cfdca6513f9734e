"""Numbers about suggestions that their writer can trust: counted here, kept here, never a text."""
