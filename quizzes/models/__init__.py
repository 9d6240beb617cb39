from quizzes.models.attempts import Attempt, Item
from quizzes.models.banks import Question, QuestionBank, QuestionVersion
from quizzes.models.quizzes import DrawRule, Quiz, Section
from quizzes.models.responses import Marking, Response

__all__ = [
    "Attempt",
    "DrawRule",
    "Item",
    "Marking",
    "Question",
    "QuestionBank",
    "QuestionVersion",
    "Quiz",
    "Response",
    "Section",
]
