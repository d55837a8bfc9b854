"""Databases and models as past releases left them: each later tree must open, verify and replay them.

`python -m tests.releases YYYY-MM` writes one folder on the tree that is released. It is never written again.
"""
