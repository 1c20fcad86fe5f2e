"""The ceiling: a minimal Django project with default middleware, one table, a form of 20 fields, a list."""
