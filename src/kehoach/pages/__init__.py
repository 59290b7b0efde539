"""What people read: self-contained HTML pages made from records, and the words that show states and values."""
