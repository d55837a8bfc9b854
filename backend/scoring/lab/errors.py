"""What can be wrong with a table. The commands say it in one line and end with 2."""

from servicekit.problems import Problem


class TableUnreadable(Problem):
    code = "table_unreadable"
    title = "The table is missing, empty, or not comma-separated text in UTF-8."


class TargetMissing(Problem):
    code = "target_missing"
    title = "The table has no such column to predict."


class LabelNotBinary(Problem):
    code = "label_not_binary"
    title = "The column to predict must hold 0 and 1 (1: went bad), true and false, or good and bad."


class OneClassOnly(Problem):
    code = "one_class_only"
    title = "The column to predict holds too few of one kind to learn from."


class NothingToLearnFrom(Problem):
    code = "nothing_to_learn_from"
    title = "No column of the table says anything: all are empty, constant or identifiers."


class ColumnsMissing(Problem):
    code = "columns_missing"
    title = "The table lacks columns that were named or trained on."


class WrongTypes(Problem):
    code = "wrong_types"
    title = "Columns that held numbers or dates in training hold something else."
