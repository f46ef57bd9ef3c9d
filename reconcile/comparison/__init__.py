"""How two values stand to each other, one module a kind of value."""
