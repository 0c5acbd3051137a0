"""What the drafter writes: strict YAML, its schema, registers, inline markup, formatter."""
