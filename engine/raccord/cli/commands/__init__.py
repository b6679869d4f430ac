"""The commands, one module each: `configure` adds the options to a parser, `run` returns the exit status."""
