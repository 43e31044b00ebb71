"""Draws: frame in; deck, figure or picture out. No Streamlit, no words, no access to data."""
