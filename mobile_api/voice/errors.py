"""What the gateway itself refuses about recordings; the rest is speech's own."""

from servicekit.problems import Problem


class AudioTooLarge(Problem):
    code = "audio_too_large"
    title = "The recording is larger than 5 MB."
