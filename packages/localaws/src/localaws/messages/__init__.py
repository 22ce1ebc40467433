"""What would have left this AWS for people and machines outside: kept, and read in the outbox."""
