"""Configuration: the user's own file (`user`), and that of a recurring import (`imports`), both YAML (SPEC §9)."""
