"""The peers: other ways to bring the same sheet into the same base, each a program that is given a sheet and a base."""
