"""What a command is: syntax, effect, placeholders."""
