# System packages: which are missing, and how they are installed. Read by .ci/prepare.

say() {
    printf '==> %s\n' "$*"
}

stop() {
    printf '\n%s\n\n' "$*" >&2
    exit 1
}

have() {
    for command in "$@"; do
        if command -v "$command" >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

have_postgresql() {
    have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# Ubuntu's own package of Chromium is named otherwise, and comes as a snap.
chromium_package() {
    if grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null; then echo chromium-browser; else echo chromium; fi
}

missing_debian_packages() {
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
        is_installed "$package" || echo "$package"
    done
    if [ "$1" = test ]; then
        have chromium chromium-browser google-chrome || chromium_package
        have_postgresql || echo postgresql
        have pdftotext || echo poppler-utils
        # Playwright brings a Node.js of its own, which is linked with it.
        is_installed libatomic1 || echo libatomic1
        # WebKitGTK, driven, on a screen that nobody sees; the bindings are those of the system's Python.
        have WebKitWebDriver || echo webkit2gtk-driver
        have Xvfb || echo xvfb
        for package in python3-gi gir1.2-gtk-3.0 gir1.2-webkit2-4.1; do
            is_installed "$package" || echo "$package"
        done
    fi
}

missing_brew_packages() {
    [ -e "$(brew --prefix)/lib/libpango-1.0.dylib" ] || echo pango
    if [ "$1" = test ]; then
        have_postgresql || echo postgresql
        have pdftotext || echo poppler
    fi
}

# Not every version of Debian and Ubuntu has all of WebKitGTK: the rest is set up all the same.
obtainable() {
    for package in "$@"; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            echo "$package"
        else
            say "There is no package $package here: the tests that need it will fail and name it" >&2
        fi
    done
}

install_packages() {
    have apt-get || stop "These are missing; install them with your system's packages: $*"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif have sudo && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        stop "These system packages are missing: $*
Install them, then start again:
    sudo apt-get install $*"
    fi
    say "Installing the system packages $*"
    $as_root apt-get update -qq </dev/null
    # shellcheck disable=SC2046 # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(obtainable "$@") \
        </dev/null >/dev/null || stop "apt-get could not install: $*"
}

# Elsewhere nothing is installed: .ci/prepare says so if Pango cannot be loaded, and the tests name what they lack.
install_system_packages() {
    if have apt-get && have dpkg-query; then
        missing=$(missing_debian_packages "$1" | tr '\n' ' ')
        # shellcheck disable=SC2086 # a list of words
        [ -z "$missing" ] || install_packages $missing
    elif have brew; then
        missing=$(missing_brew_packages "$1" | tr '\n' ' ')
        # shellcheck disable=SC2086 # a list of words
        [ -z "$missing" ] || { say "Installing $missing" && brew install --quiet $missing; }
    fi
}
