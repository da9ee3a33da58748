"""How each school is judged: judgements, the tracking grid, a school's page, the Ofsted profile, the strategy."""
