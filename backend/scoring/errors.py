"""What can be wrong with a model. None of these reaches a borrower: the application is referred to a person."""

from servicekit.problems import Problem


class ModelMissing(Problem):
    code = "model_missing"
    title = "The scoring model has not been trained."


class ModelCorrupt(Problem):
    code = "model_corrupt"
    title = "The scoring model is not the one its card describes."
