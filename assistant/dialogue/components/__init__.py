"""Rasa components of Loantalk. They run in the dialogue's own Python 3.10 environment."""
