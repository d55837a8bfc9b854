import uuid


def new_id(kind: str) -> str:
    """An opaque id that says what it names, e.g. `loan_4f…`."""
    return f"{kind}_{uuid.uuid4().hex}"
