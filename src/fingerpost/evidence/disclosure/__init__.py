"""Which numbers of pupils are hidden from whom: the policy, the decision over all that is shown, and the attack on it."""
