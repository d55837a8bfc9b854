"""Who cannot wait for a person. Pure."""

# Somebody may be in danger, or losing money or a number as we speak.
URGENT_REASONS = frozenset({"distress", "report_fraud", "not_my_loan", "change_phone"})


def is_urgent(reason: str) -> bool:
    return reason in URGENT_REASONS
