"""Evidence to words: chosen from the library, or written by a model and checked against it."""
