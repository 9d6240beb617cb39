from courses.references import handbook_links, quiz_return_links
from quizzes.rules.links import Link
from tests.factories import courses as make


def test_references_lead_to_live_entries(entry):
    draft = make.an_entry(live=False)
    references = [
        "handbook/107",
        f"handbook/{draft.number}",
        "handbook/9",
        "handbook/x",
    ]

    chinese = handbook_links(references, "zh-hans")
    english = handbook_links(references, "en")

    assert chinese == {"handbook/107": Link("107. 客户投诉，先做什么？", entry.address)}
    assert english["handbook/107"].title == "107. A client complains: what first?"


def test_a_quiz_leads_back_to_the_steps_of_ones_own_courses(
    learner, outsider, enrolment, step, quiz
):
    back = [Link(step["quiz"].title, step["quiz"].address)]

    assert quiz_return_links(quiz, learner) == back
    assert quiz_return_links(quiz, outsider) == []


def test_a_number_no_entry_can_have_leads_nowhere(entry):
    odd = [f"handbook/{'9' * digits}" for digits in (4, 30, 5000)]

    assert handbook_links([*odd, "handbook/１０７"], "zh-hans") == {}
