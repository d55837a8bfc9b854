"""A browser or app in a few words, such as "Chrome · Android", for people to tell where they are signed in. Pure."""

import re

# The first that is found counts: most browsers name others too.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
APP = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,23}")


def client_label(user_agent: str) -> str:
    """At most 40 characters; empty where nothing is known."""
    browser, system = _named(BROWSERS, user_agent), _named(SYSTEMS, user_agent)
    app = APP.match(user_agent)
    name = browser or (app[0].strip() if app else "")
    return " · ".join(filter(None, (name, system)))


def _named(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
