"""Review in a browser: a dataset's marked rows to a local page where people accept, choose and type.

`serve` starts it, `app` puts the routes together, `gate` lets in whom it may, `queue_index` knows what is left to do,
`workbench` opens a document, says what one of its rows shows, and takes the decision about it.
"""
