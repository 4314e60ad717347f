"""The hall: rooms in which phones follow a lecture and answer; needs no session of Streamlit's."""
