"""The engine as a process of its own, for every program of one user. No Qt here."""
