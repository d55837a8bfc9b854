"""What every HTTP service of Loantalk does alike: problems, health, service keys, request ids, logs, limits. It knows no domain."""
