"""The project, and nothing clinical: settings, sign-in and roles, encryption, events, doors and headers."""
