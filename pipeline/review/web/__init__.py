"""Review in a browser: pages, the server on this machine alone, and the same view as one file."""
