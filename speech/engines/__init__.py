"""The recognisers: each hears one utterance at a time, in one language."""
