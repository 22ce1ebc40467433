"""Endpoints: containers that serve, their health, updates and routing."""
