"""What somebody has written themselves, gathered from their files: what is read, and what not."""
