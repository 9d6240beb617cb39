from django.urls import path

from quizzes.views import intro, results, statistics, taking

app_name = "quizzes"
urlpatterns = [
    path("", statistics.quizzes, name="quizzes"),
    path("<int:pk>/", intro.quiz, name="quiz"),
    path("<int:pk>/start/", intro.start, name="start"),
    path("<int:pk>/statistics/", statistics.statistics, name="statistics"),
    path("attempts/<int:pk>/", taking.attempt, name="attempt"),
    path("attempts/<int:pk>/review/", taking.review, name="review"),
    path("attempts/<int:pk>/submit/", taking.submit, name="submit"),
    path("attempts/<int:pk>/result/", results.result, name="result"),
    path("items/<int:pk>/", taking.respond, name="respond"),
]
