"""One input format a file: text to entries or runbooks."""
