"""What the value of a setting may be: types that check, and that word the refusal to end a sentence.

Which setting has which type is said in `settings`.
"""
