"""What the backend is asked and answers, and the client that asks."""
