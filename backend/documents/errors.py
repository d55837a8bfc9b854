"""Why a paper is not taken, or cannot be shown."""

from servicekit.problems import Problem, TooManyRequests


class DocumentTooLarge(Problem):
    """Data: `max_bytes`."""

    code = "document_too_large"
    title = "The file has too many bytes."


class DocumentTypeNotAllowed(Problem):
    """Told from the content; the file's name counts for nothing. Data: `allowed`."""

    code = "document_type_not_allowed"
    title = "Only JPEG, PNG and WebP pictures and PDF files are taken."


class DocumentUnreadable(Problem):
    code = "document_unreadable"
    title = "The file is damaged, cut off or empty."


class DocumentLocked(Problem):
    code = "document_locked"
    title = "The PDF is locked with a password."


class DocumentTooComplex(Problem):
    """More pixels, pages or hidden content than a paper has; or opening it took too much time or memory."""

    code = "document_too_complex"
    title = "The file is too large inside: too many pixels or pages."


class UploadUnderWay(TooManyRequests):
    """Data: `retry_after`, in seconds."""

    code = "upload_under_way"
    title = "A paper of this borrower is still being checked; send one after another."


class DocumentInfected(Problem):
    code = "document_infected"
    title = "The virus scanner found something in the file."


class ScannerUnavailable(Problem):
    code = "scanner_unavailable"
    title = "Files cannot be checked for viruses now; nothing was kept."


class TooManyDocuments(Problem):
    """Data: `max`."""

    code = "too_many_documents"
    title = "The application holds as many papers as it may."


class DocumentErased(Problem):
    code = "document_erased"
    title = "The paper's content has been erased."


class PapersStillNeeded(Problem):
    """Data: `application_ids` and `loan_ids`, those that live."""

    code = "papers_still_needed"
    title = "An application or a loan of the borrower's lives, so its papers are kept."


class DocumentKeyMissing(Problem):
    """Data: `key_id`."""

    code = "document_key_missing"
    title = "The key under which this paper was sealed is not among the settings."
