"""What was said, by whom, where and when: records, values, vocabulary, store, reading files."""
