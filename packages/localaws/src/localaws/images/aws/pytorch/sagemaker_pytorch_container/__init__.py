"""The names under which AWS's image has what scripts may ask for."""
