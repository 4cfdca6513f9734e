"""Model packs: which there are, where they come from, which is used."""
