"""What a writer writes: learned on this computer, answered from memory, forgotten when asked."""
