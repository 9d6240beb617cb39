from django.urls import path

from courses.views import certificates, editions, handbook, learning, reports

app_name = "courses"
urlpatterns = [
    path("handbook/", handbook.handbook, name="handbook"),
    path("handbook/chapters/<int:number>/", handbook.chapter, name="chapter"),
    path("handbook/<int:number>/", handbook.entry, name="entry"),
    path("handbook/<int:number>/read/", handbook.mark_read, name="mark_read"),
    path("handbook/<int:number>/bookmark/", handbook.bookmark, name="bookmark"),
    path("handbook/<int:number>/editions/", editions.editions, name="editions"),
    path(
        "handbook/<int:number>/editions/<int:before>-<int:after>/",
        editions.compare,
        name="compare_editions",
    ),
    path("bookmarks/", handbook.bookmarks, name="bookmarks"),
    path("courses/", learning.courses, name="courses"),
    path("courses/<slug:slug>/", learning.course, name="course"),
    # Not below the course: every slug there belongs to a step.
    path("enrolments/<slug:slug>/", learning.enrol, name="enrol"),
    path("courses/<slug:course_slug>/<slug:slug>/", learning.step, name="step"),
    path(
        "courses/<slug:course_slug>/<slug:slug>/done/",
        learning.complete_step,
        name="complete_step",
    ),
    path("certificates/", certificates.certificates, name="certificates"),
    path(
        "certificates/<int:pk>/pdf/",
        certificates.certificate_pdf,
        name="certificate_pdf",
    ),
    path("certificates/<int:pk>/revoke/", certificates.revoke, name="revoke"),
    path("people/", reports.people, name="people"),
    path("people/export/", reports.export, name="people_export"),
    path("people/<int:pk>/", reports.person, name="person"),
    path("v/", certificates.verify, name="verify"),
    # A path: whatever a stranger typed gets an answer, not a bare 404.
    path("v/<path:number>/", certificates.verify_number, name="verify_number"),
]
