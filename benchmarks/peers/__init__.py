"""What others do with the same words and the same templates."""
