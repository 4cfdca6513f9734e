"""onnxruntime, told not to report to its makers: the only place that imports it.

Its official builds (1.31.1 under Linux, where it was seen) keep an identifier of the machine,
write down which models run and how fast, and upload that. The variable has to be set before the
library is loaded, which is when it is looked at, once; then there is no identifier, no
record and no upload. The builds for Windows heed the call instead.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime as ort  # after the variable

ort.disable_telemetry_events()

__all__ = ["ort"]
