"""layers/people."""
