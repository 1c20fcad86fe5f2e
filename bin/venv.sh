# Sourced by run and test: make .venv and put exactly the locked packages in it, unless they are there already.
# Needs only a shell and python3; pip comes from the wheel beside this file, whose hash is checked first.

say_and_stop() {
    echo "Clearway cannot start: $1" >&2
    exit 1
}

ready_venv() { # $1: the lock file to install
    python=${PYTHON:-python3}
    is_ready "$1" && return
    trap 'echo "Clearway has ended."; exit 130' INT TERM HUP
    command -v "$python" >/dev/null 2>&1 || say_and_stop "python3 is missing; install Python 3.11 or newer."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        say_and_stop "this python3 is too old; install Python 3.11 or newer."
    take_turns
    is_ready "$1" || make_ready "$1"
    exec 9<&-
    trap - INT TERM HUP
}

is_ready() { # the packages are those of the lock file, and of this Python
    has_a_place_for_packages='import os, site, sys; sys.exit(not os.path.isdir(site.getsitepackages()[0]))'
    cmp -s "$1" ".venv/installed-$1" && .venv/bin/python -c "$has_a_place_for_packages" 2>/dev/null
}

take_turns() { # of two starts at once, the second waits here until the first has closed this folder
    exec 9<.
    "$python" - <<'PYTHON' 2>/dev/null
import fcntl
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another start is installing the packages; waiting for it ...", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
PYTHON
}

make_ready() {
    if ! .venv/bin/python -c "$has_a_place_for_packages" 2>/dev/null; then
        echo "Making .venv ..."
        rm -rf .venv 2>/dev/null || true
        "$python" -m venv --without-pip .venv >/dev/null 2>&1 ||
            say_and_stop "cannot make .venv in $(pwd); you may not write there, or the disk is full."
    fi
    rm -f ".venv/installed-$1" 2>/dev/null || say_and_stop "you may not write in $(pwd)/.venv; remove it and start again."
    "$python" - <<'PYTHON' || say_and_stop "the pip in bin/ is not the one whose hash stands beside it."
import hashlib, pathlib, sys
wheel = next(pathlib.Path("bin").glob("pip-*.whl"))
told = pathlib.Path(f"{wheel}.sha256").read_text().split()[0]
sys.exit(hashlib.sha256(wheel.read_bytes()).hexdigest() != told)
PYTHON
    echo "Installing the packages of $1 ..."
    .venv/bin/python "$(echo bin/pip-*.whl)/pip" install --quiet --require-hashes --no-deps --no-input --only-binary :all: \
        --disable-pip-version-check --root-user-action ignore --requirement "$1" >.venv/pip.log 2>&1 ||
        say_and_stop "the packages of $1 could not be installed; $(why_not). All that pip said is in .venv/pip.log."
    cp "$1" ".venv/installed-$1"
}

why_not() { # in a few words, what pip's log comes down to
    if [ ! -s .venv/pip.log ] || grep -q "No space left" .venv/pip.log; then # a full disk keeps no log either
        echo "the disk is full, so free some space"
    elif grep -qE "HTTPSConnectionPool|ConnectionError|connection broken|Temporary failure" .venv/pip.log; then
        echo "no package index can be reached, so go online and start again"
    elif grep -q "DO NOT MATCH THE HASHES" .venv/pip.log; then
        echo "one is not the package whose hash was locked, so do not use it"
    else
        tail -n 1 .venv/pip.log
    fi
}
