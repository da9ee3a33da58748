"""From pupils to England: every group in every place, counted once by one definition on whichever engine.

`definition` says what is counted, `engines` by which engine, `facts` makes facts of it, `digest` proves two results
equal. docs/cube.md has it all in words.
"""
