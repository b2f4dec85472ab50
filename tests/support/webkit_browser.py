"""A browser of one window on WebKitGTK, which is driven from outside and keeps its data in a folder.

WebKitGTK's own small browser forgets everything when it is driven. This one is run by the system's Python, which has
the bindings: webkit_browser.py FOLDER light|dark
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - their versions have to be said first

PHONE = (390, 844)


def main(folder: str, theme: str) -> None:
    """Wait for whoever drives, open the window, and go on until killed."""
    Gtk.Settings.get_default().props.gtk_application_prefer_dark_theme = theme == "dark"
    context = WebKit2.WebContext(
        website_data_manager=WebKit2.WebsiteDataManager(
            base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache"
        )
    )
    context.get_cookie_manager().set_persistent_storage(
        f"{folder}/cookies.db", WebKit2.CookiePersistentStorage.SQLITE
    )
    context.set_automation_allowed(True)
    context.connect("automation-started", begin)
    Gtk.main()


def begin(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    """Be driven."""
    info = WebKit2.ApplicationInfo()
    info.set_name("phone")
    session.set_application_info(info)
    session.connect("create-web-view", lambda _session: open_window(context))


def open_window(context: WebKit2.WebContext) -> WebKit2.WebView:
    """A window of a phone's size, without a frame."""
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    # Whoever drives reads there what the browser objected to.
    view.get_settings().props.enable_write_console_messages_to_stdout = True
    window = Gtk.Window(decorated=False)
    window.set_default_size(*PHONE)
    window.add(view)
    window.show_all()
    return view


if __name__ == "__main__":
    main(*sys.argv[1:])
