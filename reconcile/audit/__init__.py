"""Auditing: from an answer back to the words, whether the record can be read, and who used what."""
