"""The engine: packs, sessions, exact words. No Qt, no torch, no onnx here."""
