"""The laboratory: measures ways of scoring on any credit table. No service imports it."""
