"""What the gateway itself refuses about applications."""

from servicekit.problems import Problem


class ApplicationIncomplete(Problem):
    code = "application_incomplete"
    title = "Vital answers are missing."
