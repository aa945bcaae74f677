"""Privacy: what people agreed to, and the ledger of everything that was done."""
