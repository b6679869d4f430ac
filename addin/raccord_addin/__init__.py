"""What a spreadsheet program sees of Raccord: buttons, snapshots of sheets, and operations on them."""
