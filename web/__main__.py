"""`python -m web` is `allround`."""

from web.cli import app

if __name__ == "__main__":
    app(prog_name="allround")
