"""Questions with known right answers, and how well the advisor does on them."""
