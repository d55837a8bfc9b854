"""What the gateway itself refuses about recordings; the rest is speech's own."""

from servicekit.problems import Problem


class AudioTooLarge(Problem):
    """Data: `max_bytes`."""

    code = "audio_too_large"
    title = "The recording is larger than 5 MB."


class FrameTooLarge(Problem):
    """Data: `max_bytes`."""

    code = "frame_too_large"
    title = "The frame holds more sound than one may."


class SoundTooFast(Problem):
    """Data: `max_seconds_ahead`."""

    code = "sound_too_fast"
    title = "Far more sound came than can have been spoken by now."


class SignInBusy(Problem):
    """Data: `retry_after`, in seconds."""

    code = "sign_in_busy"
    title = "Somebody is signing in by voice from here already, or too many are; try again in a moment."


class SignInTooLong(Problem):
    code = "sign_in_too_long"
    title = "The sign-in by voice took too long; start again."


class AudioUnreadable(Problem):
    """Data: `reason`."""

    code = "audio_unreadable"
    title = "There is no recording in the form."


class ControlUnreadable(Problem):
    code = "control_unreadable"
    title = "The text frame is not a message that this stream knows."
