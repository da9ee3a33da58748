"""How fast it is: each module measures one kind of work side by side with what a user would otherwise do."""
