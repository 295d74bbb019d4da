"""The page. The only place that imports gradio; everything that can be said without it stands in
modules that do not."""
