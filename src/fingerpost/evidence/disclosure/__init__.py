"""Which numbers of pupils are hidden from whom: policy, decision and attack."""
