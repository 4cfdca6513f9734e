"""The dialogue between a writer and the engine: what is offered, when, and what becomes of it.

One pure reducer, `steps.step(state, event) -> (state, effects)`, for every front: no window, no
bus, no thread and no clock. Times come in the events, in seconds that only go forward.
"""
