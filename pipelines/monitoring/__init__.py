"""The state machine that looks, on a schedule, whether what an endpoint is asked and answers still resembles what its
model was evaluated on, and starts a retraining where it does not. `looking` is the list of its parts."""
