"""The catalogues of the screens' texts. Serbian is translated in Cyrillic; its Latin one is derived."""
