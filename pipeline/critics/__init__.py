"""Critics: rules that judge a runbook, the engine that runs them, and what teams may say about them."""
