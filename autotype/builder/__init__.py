"""From weights to a model pack. onnx, gguf and safetensors here; torch never."""
