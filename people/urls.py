"""Signing in and out. Nobody signs up: HR brings people in."""

from allauth.account import views
from django.urls import path, re_path

from people.views import account, memberships, merging, my_data
from people.views import audit as audit_views
from people.views import company_facts as fact_views
from people.views import imports as import_views
from people.views import inbox as inbox_views
from people.views import jobs as job_views
from people.views import organisation as organisation_views
from people.views import rights as rights_views
from people.views import sign_in_codes as code_views

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/first/", views.password_set, name="account_set_password"),
    path("password/reset/", account.reset_password, name="account_reset_password"),
    path(
        "password/reset/sent/",
        account.reset_password_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.reset_password_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.reset_password_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", account.sessions, name="usersessions_list"),
    path("notice/", account.notice, name="account_notice"),
    path("notice/new/", account.publish_notice, name="publish_notice"),
]

# Under /jobs/.
jobs = (
    [
        path("", job_views.jobs, name="jobs"),
        path("<int:pk>/", job_views.job, name="job"),
        path("<int:pk>/cancel/", job_views.cancel, name="cancel"),
    ],
    "jobs",
)

# Under /people/import/.
imports = (
    [
        path("", import_views.imports, name="imports"),
        path("template/", import_views.template, name="template"),
        path("<int:pk>/", import_views.one_import, name="import"),
        path("<int:pk>/confirm/", import_views.confirm, name="confirm"),
        path("<int:pk>/give-up/", import_views.give_up, name="give_up"),
        path("<int:pk>/errors/", import_views.corrected, name="corrected"),
    ],
    "imports",
)

# Under /people/codes/.
codes = (
    [
        path("", code_views.sheets, name="sheets"),
        path("new/", code_views.for_everybody, name="for_everybody"),
        path("person/<int:pk>/", code_views.for_person, name="for_person"),
        path("<int:pk>/", code_views.sheet, name="sheet"),
        path("<int:pk>/print/", code_views.print_sheet, name="print"),
    ],
    "codes",
)

# Under /inbox/.
inbox = (
    [
        path("", inbox_views.inbox, name="inbox"),
        path("<int:pk>/", inbox_views.open_notification, name="open"),
        path("<int:pk>/read/", inbox_views.read, name="read"),
        path("read/", inbox_views.read_all, name="read_all"),
        path("settings/", inbox_views.settings, name="settings"),
        path("deliveries/", inbox_views.deliveries, name="deliveries"),
        path("deliveries/<int:pk>/again/", inbox_views.send_again, name="send_again"),
    ],
    "inbox",
)

# Under /rights/.
rights = (
    [
        path("", rights_views.rights, name="rights"),
        path("people/<int:pk>/", rights_views.person_rights, name="person"),
    ],
    "rights",
)

# Under /audit/.
audit = (
    [
        path("", audit_views.entries, name="entries"),
        path("export/", audit_views.export, name="export"),
    ],
    "audit",
)

# Under /my-data/.
personal_data = (
    [
        path("", my_data.overview, name="overview"),
        path("export/", my_data.export, name="export"),
        path("people/<int:pk>/", my_data.export_of, name="export_of"),
        path("<slug:key>/", my_data.section, name="section"),
    ],
    "my_data",
)

# Under /facts/.
facts = (
    [
        path("", fact_views.facts, name="facts"),
        path("export/", fact_views.export, name="export"),
        path("new/", fact_views.new_fact, name="new"),
        path("marks/<int:pk>/checked/", fact_views.checked, name="checked"),
        path("<slug:key>/", fact_views.fact, name="fact"),
        path("<slug:key>/edit/", fact_views.edit_fact, name="edit"),
    ],
    "facts",
)

# Under /organisation/.
organisation = (
    [
        path("", organisation_views.chart, name="chart"),
        path("departments/<int:pk>/", organisation_views.department, name="department"),
        path("posts/<int:pk>/", organisation_views.post, name="post"),
        path("probation/", organisation_views.probation, name="probation"),
        path("people/<int:pk>/", organisation_views.person, name="person"),
        path("people/<int:pk>/transfer/", memberships.transfer, name="transfer"),
        path("people/<int:pk>/second/", memberships.second_post, name="second_post"),
        path("people/<int:pk>/leave/", memberships.leave, name="leave"),
        path("people/<int:pk>/return/", memberships.come_back, name="come_back"),
        path("people/<int:pk>/probation/", memberships.probation, name="set_probation"),
        path("people/<int:pk>/merge/", merging.merge, name="merge"),
        path(
            "memberships/<int:pk>/end/",
            memberships.end_second_post,
            name="end_second_post",
        ),
        path("memberships/<int:pk>/call-off/", memberships.call_off, name="call_off"),
    ],
    "organisation",
)
