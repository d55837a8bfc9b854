"""What every HTTP service of Loantalk does alike: problems, health, service keys, logs. It knows no domain."""
