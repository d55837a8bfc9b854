// Written by `python -m contract generate` from the package `contract`.
export const LONGEST_TEXT = 500;
export const DOCUMENT_KINDS = ["id_card", "income_proof", "bank_statement", "other"];
export const PAYMENT_ON_ITS_WAY = ["pending", "unknown"];
