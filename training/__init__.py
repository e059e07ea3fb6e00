"""Makes the model that reads worn lines: draws lines, wears them as fax machines and copiers do, trains on them."""
