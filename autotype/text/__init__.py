"""Plain text, what is suggested for it, and text files. No numpy, no Qt here."""
