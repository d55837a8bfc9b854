"""What can be wrong with a model, or with a table for it. None of the first reaches a borrower: a person decides."""

from servicekit.problems import Problem


class ModelMissing(Problem):
    code = "model_missing"
    title = "The scoring model has not been trained."


class ModelCorrupt(Problem):
    code = "model_corrupt"
    title = "The scoring model is not the one its card describes."


class NothingToRollBack(Problem):
    code = "nothing_to_roll_back"
    title = "No other version of the scoring model has decided before."


class MappingInvalid(Problem):
    code = "mapping_invalid"
    title = "The file that says which column holds which answer is missing or not of its form."


class AnswersMissing(Problem):
    code = "answers_missing"
    title = "The table lacks columns that should hold answers."


class AnswersNotNumbers(Problem):
    code = "answers_not_numbers"
    title = "Columns that should hold numbers hold something else."


class TooFewToTrain(Problem):
    code = "too_few_to_train"
    title = "The table has too few usable applications to train on."


class WrongSign(Problem):
    code = "wrong_sign"
    title = "In this data more of a risk would count in the borrower's favour; such a model must not ship."
