"""What the gateway itself refuses about recordings; the rest is speech's own."""

from servicekit.problems import Problem


class AudioTooLarge(Problem):
    """Data: `max_bytes`."""

    code = "audio_too_large"
    title = "The recording is larger than 5 MB."


class AudioUnreadable(Problem):
    """Data: `reason`."""

    code = "audio_unreadable"
    title = "There is no recording in the form."


class ControlUnreadable(Problem):
    code = "control_unreadable"
    title = "The text frame is not a message that this stream knows."
