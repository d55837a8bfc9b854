"""What crosses a process, typed once. It imports no other package of ours, and every package may import it."""
