"""The lender's records: scores, decides, keeps loans and the ledger. Others reach it only through `contract.lending.client`."""
