"""What `jixiao doctor` looks at: whether everything is here that reading documents needs, and how to mend what is not.

Every check is a function to diagnoses, one line each. Nothing is asked of a network, and nothing is changed.
"""
