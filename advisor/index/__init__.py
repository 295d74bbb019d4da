"""Documents to chunks to one sealed artefact that answers `search`. Knows no language model."""
