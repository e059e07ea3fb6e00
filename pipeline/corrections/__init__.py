"""What persons say is printed in a document: rows of the table `corrections` that win over every reading.

`spots` names places, `row` is a row of the table, `history` says which rows hold, `apply` puts them into a reading,
`store` keeps them in a dataset, `again` writes a corrected document's rows anew.
"""
