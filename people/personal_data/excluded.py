"""Relations to a person that are in no section of "my data", each with its reason.

A new model with a relation to a person fails a test until it is in a section or here.
"""

OF_OTHERS = "data of somebody else; the act itself is among the person's own acts"
OF_CONTENT = "part of a page or file of the academy; the edit is among the edits"
OF_THE_MOMENT = "kept for minutes or hours while somebody edits, then deleted"

EXCLUDED = {
    "people.user.merged_into": "which account a former one became",
    "people.companyfact.owner": "whose task it is to fill a fact of the company",
    "people.companyfactvalue.set_by": OF_CONTENT,
    "people.reviewclearance.by": OF_CONTENT,
    "people.membership.line_manager": "the posts of those who report to the person",
    "people.codesheet.made_by": OF_OTHERS,
    "people.codesheet.people": "which sheet a code stands on; the codes are a section",
    "people.codesheet_people.user": "the same",
    "people.signincode.issued_by": OF_OTHERS,
    "people.notice.published_by": "part of a notice; the act is among the own acts",
    "people.user_user_permissions.user": "not used: all rights come from roles",
    "people.user.user_permissions": "not used: all rights come from roles",
    "account.emailaddress.user": "repeats the e-mail of the account",
    "wagtailusers.userprofile.user": "how the back office looks for the person",
    "wagtailadmin.editingsession.user": OF_THE_MOMENT,
    "wagtailadmin.formstate.user": OF_THE_MOMENT,
    "wagtailcore.uploadedfile.uploaded_by_user": OF_THE_MOMENT,
    "wagtailcore.revision.user": OF_CONTENT,
    "wagtailcore.page.owner": OF_CONTENT,
    "wagtailcore.page.locked_by": OF_CONTENT,
    "wagtailcore.workflowstate.requested_by": OF_CONTENT,
    "wagtailcore.taskstate.finished_by": OF_CONTENT,
    "wagtailcore.comment.user": OF_CONTENT,
    "wagtailcore.comment.resolved_by": OF_CONTENT,
    "wagtailcore.commentreply.user": OF_CONTENT,
    "wagtailcore.pagesubscription.user": "which pages the person wants mails about",
    "wagtaildocs.document.uploaded_by_user": OF_CONTENT,
    "wagtailimages.image.uploaded_by_user": OF_CONTENT,
}
