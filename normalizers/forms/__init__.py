"""Printed tables to the rows of forms: which rows are a form, what each cell is, what each row means."""
