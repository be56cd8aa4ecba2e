"""What the bot knows: files, their loader, and search."""
