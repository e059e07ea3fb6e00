"""Single printed values to typed ones: amounts, quantities, dates, answers in words; `parse_value` for one alone."""
