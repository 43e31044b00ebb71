"""What leaves as a file. No Streamlit."""
