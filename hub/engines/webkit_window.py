#!/usr/bin/python3
"""A bare window of WebKitGTK, Safari's engine, that WebKitWebDriver drives: run by Debian's own Python, which has its
bindings.

MiniBrowser, Debian's own, cannot be given a width, a folder for storage or for downloads, and keeps the console to
itself.

    webkit_window.py --automation --log FILE [--data DIR] --downloads DIR --size 1280x900
    webkit_window.py --log FILE --print FILE.pdf --when CONDITION ADDRESS    print it once CONDITION holds (under
    automation it does not print)
"""

import argparse
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--automation", action="store_true")
parser.add_argument("--log", type=Path, required=True, help="what happens: downloads, prints")
parser.add_argument("--data", help="folder for storage; without it nothing is kept, as in a private window")
parser.add_argument("--no-storage", action="store_true")
parser.add_argument("--downloads")
parser.add_argument("--size", default="1280x900")
parser.add_argument("--print", dest="pdf")
parser.add_argument("--when", default="true")
parser.add_argument("address", nargs="?")
options, _ = parser.parse_known_args()

if options.data:
    manager = WebKit2.WebsiteDataManager(base_data_directory=options.data, base_cache_directory=options.data + "/cache")
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
else:
    context = WebKit2.WebContext.new_ephemeral()
context.set_preferred_languages(["fr-CH", "fr"])
windows: list[Gtk.Window] = []
printed: list[str] = []


def tell(line):
    with options.log.open("a") as log:
        log.write(line + "\n")


def download(_, started):
    def place(started, name):
        started.set_destination(GLib.filename_to_uri(str(Path(options.downloads) / name), None))
        started.set_allow_overwrite(True)
        return True

    started.connect("decide-destination", place)
    started.connect(
        "finished", lambda d: tell("DOWNLOADED " + Path(GLib.filename_from_uri(d.get_destination())[0]).name)
    )


context.connect("download-started", download)


def printing(view, operation):
    if printed:
        return True
    printed.append(options.pdf)
    settings = Gtk.PrintSettings()
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, GLib.filename_to_uri(options.pdf, None))
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set_printer("Print to File")
    paper = Gtk.PaperSize.new("iso_a4")
    settings.set_paper_size(paper)
    setup = Gtk.PageSetup()
    setup.set_paper_size_and_default_margins(paper)
    for side in ("top", "bottom", "left", "right"):
        getattr(setup, f"set_{side}_margin")(15, Gtk.Unit.MM)
    operation.set_print_settings(settings)
    operation.set_page_setup(setup)
    operation.connect("finished", lambda _: Gtk.main_quit())
    operation.connect("failed", lambda _, error: (tell(f"NOT PRINTED {error}"), Gtk.main_quit()))
    operation.print_()
    return True


def window(related=None):
    settings = WebKit2.Settings()
    settings.set_enable_write_console_messages_to_stdout(True)
    settings.set_enable_developer_extras(True)
    settings.set_enable_html5_local_storage(not options.no_storage)
    settings.set_enable_html5_database(not options.no_storage)
    more = {"web_context": context} if related is None else {"related_view": related}
    view = WebKit2.WebView(is_controlled_by_automation=options.automation, settings=settings, **more)
    view.connect("print", printing)
    view.connect("create", lambda view, _: window(view))
    view.connect("web-process-terminated", lambda _, why: tell(f"PROCESS GONE {why}"))
    frame = Gtk.Window()
    frame.set_default_size(*(int(n) for n in options.size.split("x")))
    frame.add(view)
    frame.show_all()
    windows.append(frame)
    view.connect("close", lambda _: frame.destroy())
    frame.connect("destroy", lambda _: (windows.remove(frame), None if windows else Gtk.main_quit()))
    return view


def automated(_, session):
    information = WebKit2.ApplicationInfo()
    information.set_name("webkit_window")
    information.set_version(1, 0, 0)
    session.set_application_info(information)
    session.connect("create-web-view", lambda _: window())


if options.automation:
    context.set_automation_allowed(True)
    context.connect("automation-started", automated)
else:
    view = window()
    view.load_uri(options.address)

    def ask():
        """Again and again: a print that is asked for while the page is shown for the first time is never made."""
        if not printed:
            view.evaluate_javascript("window.print()", -1, None, None, None, None)
        return not printed

    def look():
        def answered(view, result):
            value = view.evaluate_javascript_finish(result)
            if value.to_boolean():
                GLib.timeout_add(1500, ask)
            else:
                GLib.timeout_add(200, look)

        view.evaluate_javascript(f"Boolean({options.when})", -1, None, None, None, answered)
        return False

    GLib.timeout_add(500, look)
Gtk.main()
