"""Training small GPT-2 students: text, targets of a teacher, optimiser, loop, curve."""
