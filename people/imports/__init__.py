"""Reading tables of people: what a file says, and what that would change.

Nothing here writes to the database; people/services/importing.py does.

files      opens an .xlsx or a text file, whatever its name says, as sheets of rows
reading    rows → typed rows, with what is wrong in which cell
directory  what the database knows, in three queries
checking   rows + directory → a plan, or errors
messages   codes → sentences in the reader's language
report     the counts, warnings and errors that every import prints
template   the empty table to fill in; corrected: the filled one with its errors
"""
