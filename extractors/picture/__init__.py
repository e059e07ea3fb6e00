"""What a page picture shows: upright sheet, inks, rules, grids, text lines."""
