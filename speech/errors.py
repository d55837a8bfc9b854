"""The errors of speech, and the HTTP status of each."""

from servicekit.problems import Problem


class AudioUnreadable(Problem):
    code = "audio_unreadable"
    title = "The recording is damaged, cut off or empty."


class AudioTooLarge(Problem):
    code = "audio_too_large"
    title = "The recording has too many bytes."


class AudioTooLong(Problem):
    code = "audio_too_long"
    title = "The recording lasts too long."


class AudioTypeNotAllowed(Problem):
    code = "audio_type_not_allowed"
    title = "Only WAV, Ogg, WebM, MP4/M4A and MP3 recordings are read."


class NoSpeech(Problem):
    code = "no_speech"
    title = "Nobody was heard to speak."


class ControlUnreadable(Problem):
    code = "control_unreadable"
    title = "The text frame is not a message that this stream knows."


class SpeechBusy(Problem):
    code = "speech_busy"
    title = "Too many others are waiting; try again soon."


class EngineCrashed(Problem):
    code = "engine_crashed"
    title = "The recogniser failed on this recording."


class LanguageUnavailable(Problem):
    code = "language_unavailable"
    title = "No recogniser can run for this language."


class VoiceUnavailable(Problem):
    code = "voice_unavailable"
    title = "No voice of the service speaks this language."


class NothingToSay(Problem):
    code = "nothing_to_say"
    title = "The text has no words."


class TextTooLong(Problem):
    code = "text_too_long"
    title = "The text is too long to be spoken in one go."


class VoiceFailed(Problem):
    code = "voice_failed"
    title = "The voice failed on this text."


STATUSES: dict[type[Problem], int] = {
    AudioUnreadable: 422,
    AudioTooLarge: 413,
    AudioTooLong: 422,
    AudioTypeNotAllowed: 415,
    NoSpeech: 422,
    ControlUnreadable: 422,
    SpeechBusy: 503,
    EngineCrashed: 503,
    LanguageUnavailable: 503,
    VoiceUnavailable: 503,
    NothingToSay: 422,
    TextTooLong: 422,
    VoiceFailed: 503,
}

# A worker process names its problem by code; the service raises it again.
BY_CODE: dict[str, type[Problem]] = {problem.code: problem for problem in STATUSES}
