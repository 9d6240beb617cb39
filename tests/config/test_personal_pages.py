"""What somebody was shown while signed in is gone after signing out."""

import pytest
from django.urls import reverse

PAGES = ["home", "courses:certificates", "courses:courses", "courses:handbook"]


@pytest.mark.parametrize("name", PAGES)
def test_no_cache_keeps_a_page_of_somebody(client_of, learner, name):
    response = client_of(learner).get(reverse(name))

    assert response["Cache-Control"] == "private, no-store"


def test_a_view_that_says_more_is_left_alone(client_of, learner):
    response = client_of(learner).get(reverse("courses:verify"))

    assert "must-revalidate" in response["Cache-Control"]


def test_what_is_not_there_is_not_kept_either(client_of, learner):
    response = client_of(learner).get("/handbook/999/")

    assert (response.status_code, response["Cache-Control"]) == (
        404,
        "private, no-store",
    )
