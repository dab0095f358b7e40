"""What coding agents and pipelines are answered: verdicts."""
