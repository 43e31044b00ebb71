"""Home, the compliance map: which counties meet the target, how many are missing, is the figure complete."""

import streamlit as st

if __name__ == "__main__":
    from ui.frame.opening import open_screen
    from ui.home import screen

    open_screen("home", screen.draw)
else:
    # Whoever serves the pages (`serve.py`, `streamlit run app.py`) takes this name: nobody comes in but by the door.
    from ui.frame import addresses, door, lighter, offered

    lighter.lighten()
    app = st.App(
        __file__,
        middleware=door.middleware(),
        routes=[*addresses.routes(), *offered.routes(), *door.routes()],
    )
