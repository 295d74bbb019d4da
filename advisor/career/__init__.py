"""The career tools: one deterministic function a file, over the library. Knows no model and no page."""
