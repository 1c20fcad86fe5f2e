"""The ceiling: a minimal Django project with default middleware, one table with a jsonb column, a form of 20 fields, a list."""
