"""Putting the add-ins where Excel and LibreOffice look for them, and taking them away again."""
