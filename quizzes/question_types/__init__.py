"""The kinds of questions, each behind the same contract."""
