"""Every question type by its key; the keys are stored, so they never change."""

from quizzes.question_types.contract import QuestionType
from quizzes.question_types.multiple_choice import MultipleChoice
from quizzes.question_types.single_choice import SingleChoice
from quizzes.question_types.true_false import TrueFalse

QUESTION_TYPES: dict[str, QuestionType] = {
    kind.key: kind for kind in (SingleChoice(), MultipleChoice(), TrueFalse())
}
