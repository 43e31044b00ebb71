"""What pages are made of: the frame, the answers, and what is drawn."""
