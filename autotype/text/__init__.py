"""Plain text and what is suggested for it. Only the standard library and `regex` here."""
