"""What Task states do: one module for each integration, behind one protocol."""
