"""What the hub says: its rules, figures, cases and links, read from their files."""
