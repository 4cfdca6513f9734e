"""Setting up the desktop so that other applications get suggestions, and taking that back."""
