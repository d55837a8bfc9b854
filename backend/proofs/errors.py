"""Why a proof of identity does not hold."""

from servicekit.problems import Problem


class FaceNotMatched(Problem):
    """Data: none; video, or card and photo, are still open."""

    code = "face_not_matched"
    title = "The face does not match the register's photo."


class ProofIncomplete(Problem):
    """Data: `missing` (`card`, `photo`)."""

    code = "proof_incomplete"
    title = "This proof needs a bank card in your name and a photo of your identity card."
