from quizzes.models.attempts import Attempt, Item
from quizzes.models.banks import Question, QuestionBank, QuestionVersion
from quizzes.models.proposals import Decision, Proposal
from quizzes.models.quizzes import DrawRule, Quiz, Section
from quizzes.models.responses import Marking, Response

__all__ = [
    "Attempt",
    "Decision",
    "DrawRule",
    "Item",
    "Marking",
    "Proposal",
    "Question",
    "QuestionBank",
    "QuestionVersion",
    "Quiz",
    "Response",
    "Section",
]
