"""What is wrong, in the reader's language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from people.imports.files import MAX_ROWS

FIELD_NAMES: dict[str, Promise] = {
    "number": gettext_lazy("Employee number"),
    "name": gettext_lazy("Name"),
    "department": gettext_lazy("Department"),
    "post": gettext_lazy("Post"),
    "manager": gettext_lazy("Line manager's number"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "hired_on": gettext_lazy("Hired on"),
    "probation_ends_on": gettext_lazy("Probation ends on"),
    "left_on": gettext_lazy("Left on"),
    "language": gettext_lazy("Language"),
}
WHOLE_FILE: dict[str, Promise] = {
    "empty_file": gettext_lazy("The file is empty."),
    "old_excel": gettext_lazy(
        "This is an old Excel file (.xls), or one with a password. Open it in Excel "
        "and save it as .xlsx without a password."
    ),
    "not_a_table": gettext_lazy(
        "This is neither an Excel file (.xlsx) nor a text table (.csv), whatever its "
        "name says."
    ),
    "broken_excel": gettext_lazy(
        "The Excel file is damaged. Open it in Excel, save it again and try once more."
    ),
    "broken_text": gettext_lazy(
        "The text table is damaged: a quotation mark is opened and never closed."
    ),
    "too_big": gettext_lazy(
        "The file is far bigger than a list of people can be. Copy the columns that "
        "count into the template."
    ),
    "too_many_rows": gettext_lazy(
        "The file has more than %(rows)s rows. Split it and import the parts."
    ),
    "no_header": gettext_lazy(
        "No row with column titles was found among the first ten rows. The titles "
        "“Employee number” and “Name” are needed; take them from the template."
    ),
    "no_rows": gettext_lazy("Under the column titles there is nobody."),
}
SENTENCES: dict[str, Promise] = {
    "column_missing": gettext_lazy("The column “%(field)s” is missing."),
    "column_twice": gettext_lazy("The column “%(field)s” is there twice."),
    "column_unknown": gettext_lazy("The column “%(text)s” is not known and not read."),
    "sheet_unread": gettext_lazy("The sheet has no column titles and is not read."),
    "merged": gettext_lazy(
        "The cell is merged with others. Undo the merging and fill in every cell."
    ),
    "formula": gettext_lazy(
        "The cell holds a formula. Put in what it shows: copy it and paste only the "
        "values."
    ),
    "broken_cell": gettext_lazy("The cell shows an error of Excel (%(text)s)."),
    "needed": gettext_lazy("“%(field)s” is missing."),
    "too_long": gettext_lazy("“%(field)s” is longer than %(limit)s characters."),
    "number_bad": gettext_lazy("“%(text)s” is no employee number."),
    "number_twice": gettext_lazy("The number %(number)s is also in %(first)s."),
    "day_bad": gettext_lazy(
        "“%(text)s” is no day. Write it like 2026-11-16 or as a date of Excel."
    ),
    "email_bad": gettext_lazy("“%(text)s” is no e-mail address."),
    "email_twice": gettext_lazy("The address %(email)s is also in %(first)s."),
    "email_taken": gettext_lazy("The address %(email)s belongs to %(number)s."),
    "phone_bad": gettext_lazy(
        "“%(text)s” is neither a mobile number of 11 digits nor a landline number with "
        "its area code."
    ),
    "language_bad": gettext_lazy("“%(text)s” is no language here: 中文 or English."),
    "department_unknown": gettext_lazy("There is no department “%(text)s”."),
    "department_unknown_near": gettext_lazy(
        "There is no department “%(text)s”. Is “%(nearest)s” meant?"
    ),
    "department_ambiguous": gettext_lazy(
        "Several departments are called “%(text)s”. Write which: %(paths)s"
    ),
    "department_needed": gettext_lazy("Somebody new needs a department."),
    "post_unknown": gettext_lazy("There is no post “%(text)s”."),
    "post_unknown_near": gettext_lazy(
        "There is no post “%(text)s”. Is “%(nearest)s” meant?"
    ),
    "post_ambiguous": gettext_lazy(
        "Several posts are called “%(text)s”. Write the key instead of the name."
    ),
    "post_needed": gettext_lazy("Somebody new needs a post."),
    "manager_unknown": gettext_lazy(
        "Nobody has the number %(number)s, neither in this file nor among the people "
        "already here."
    ),
    "manager_self": gettext_lazy("Nobody can be their own line manager."),
    "manager_left": gettext_lazy("The line manager %(number)s has left."),
    "manager_circle": gettext_lazy("These line managers form a circle: %(circle)s"),
    "left_before_hired": gettext_lazy(
        "The leaving date must be later than the hiring date %(day)s."
    ),
    "left_before_since": gettext_lazy(
        "The leaving date must be later than %(day)s, when the present post began."
    ),
    "probation_before_hired": gettext_lazy(
        "Probation cannot end before the hiring date %(day)s."
    ),
    "left_before_planned": gettext_lazy(
        "A transfer is planned for %(day)s. Call it off on the person's page before "
        "they leave."
    ),
    "transfer_is_planned": gettext_lazy(
        "A transfer is planned for %(day)s; department, post and line manager stay as "
        "they are until then."
    ),
    "account_merged": gettext_lazy(
        "This number was merged into %(number)s; the row is skipped. Take it out of "
        "your table."
    ),
    "left_later": gettext_lazy(
        "The leaving date %(day)s is still to come and changes nothing yet. Import the "
        "row again on that day."
    ),
    "left_already": gettext_lazy(
        "Here the person left on %(day)s already; that stays as it is."
    ),
    "left_before_arriving": gettext_lazy(
        "The person has left and was never here; the row is skipped."
    ),
    "left_and_not_hired_again": gettext_lazy(
        "The person has left; the row is skipped. To bring them back, give a hiring "
        "date later than the leaving date."
    ),
}


def sentence(code: str, values: dict[str, Any]) -> str:
    """Say what the code means; `values` fill the gaps."""
    shown = dict(values)
    if "field" in shown:
        shown["field"] = FIELD_NAMES[shown["field"]]
    if "text" in shown:
        shown["text"] = str(shown["text"])[:40]
    if "day" in shown:
        shown["day"] = f"{shown['day']:%Y-%m-%d}"
    if code in WHOLE_FILE:
        return str(WHOLE_FILE[code]) % {"rows": MAX_ROWS}
    return str(SENTENCES[code]) % shown
