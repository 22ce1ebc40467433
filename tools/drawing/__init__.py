"""A picture of a state machine, made from its definition: what is drawn is what is deployed.

`layout` decides where each state stands and which way its edges go; `svg` writes that down. Neither
knows what a pipeline is.
"""
