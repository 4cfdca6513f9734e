"""A pack for one writer: their text, a training in another process, a judgement, a place."""
