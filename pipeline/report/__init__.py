"""What a dataset says, for people: a page to read and print (`.html`), a workbook to work on (`.xlsx`).

`document` takes one document out of a dataset, `document_page` and `document_book` show it; `collection` counts a whole
dataset, `collection_page` and `collection_book` show that. `make` chooses among them.
"""
