"""Building what is installed into the programs, from the registry of buttons and the sources beside this file."""
