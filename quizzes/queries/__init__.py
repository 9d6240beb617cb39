from quizzes.queries.papers import (
    Outline,
    as_rule,
    draw_rules,
    outline,
    pool,
    questions_asked,
    shortages,
    shortages_in_words,
)
from quizzes.queries.standing import Standing, standing
from quizzes.queries.statistics import quiz_statistics, quiz_summaries
from quizzes.queries.taking import items_of, newest_responses, paper
from quizzes.queries.versions import version_history

__all__ = [
    "Outline",
    "Standing",
    "as_rule",
    "draw_rules",
    "items_of",
    "newest_responses",
    "outline",
    "paper",
    "pool",
    "questions_asked",
    "quiz_statistics",
    "quiz_summaries",
    "shortages",
    "shortages_in_words",
    "standing",
    "version_history",
]
