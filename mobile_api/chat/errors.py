"""What a conversation refuses."""

from servicekit.problems import Problem


class TextEmpty(Problem):
    code = "text_empty"
    title = "There is no text in the message."


class TextTooLong(Problem):
    code = "text_too_long"
    title = "The text is longer than a message may be."


class ClientIdReused(Problem):
    code = "client_id_reused"
    title = "Another message was sent with this client_id; nothing was taken."


class UnknownAction(Problem):
    code = "unknown_action"
    title = "This button was not offered here, has expired, or was used before."


class ConversationClosed(Problem):
    code = "conversation_closed"
    title = "The conversation is closed; start a new one."
