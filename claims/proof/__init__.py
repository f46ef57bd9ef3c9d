"""What others need to check a record: trees, signatures, checkpoints, entries, packages.

Every module here uses the standard library only, because together they are the `verify.py` of each package; `audit
verify` runs the same code, so that both come to one verdict.
"""
