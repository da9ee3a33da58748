"""The pages of monitoring: the Ofsted profile and the strategy."""
