"""What a figure could have been made from: ways of working it out, and the odds of chance."""
