"""A browser's name and system: enough for users to recognise their device, too little to track it."""

# Order matters: Edge, Opera, Cốc Cốc and Zalo name Chrome and Safari, too.
_FAMILIES = (
    ("Zalo", "Zalo"), ("FBAN", "Facebook"), ("FBAV", "Facebook"), ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"), ("MiuiBrowser", "Mi Browser"),
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_family(user_agent: str) -> str:
    """Such as "Chrome, Android" for what a browser sends as User-Agent; "" where it is none of the known ones."""
    names = [next((name for sign, name in known if sign in user_agent), "") for known in (_FAMILIES, _SYSTEMS)]
    return ", ".join(name for name in names if name)
