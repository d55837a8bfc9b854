"""What is kept of whom, why, and how long: `table.json`, which both databases and the dialogue's tracker obey."""
