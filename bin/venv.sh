# Sourced by run and test: make .venv and put exactly the locked packages in it, unless they are there already.
# Needs only a shell and python3; pip comes from the wheel beside this file, whose hash is checked first.

say_and_stop() {
    echo "Clearway: $1" >&2
    exit 1
}

ready_venv() { # $1: the lock file to install
    python=${PYTHON:-python3}
    command -v "$python" >/dev/null 2>&1 || say_and_stop "python3 is missing; install Python 3.11 or newer."
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
            say_and_stop "this python3 is too old; install Python 3.11 or newer."
        echo "Making .venv ..."
        rm -rf .venv
        "$python" -m venv --without-pip .venv || say_and_stop "cannot make .venv; is the disk full or read-only?"
    fi
    if ! cmp -s "$1" ".venv/installed-$1"; then
        echo "Installing the packages of $1 ..."
        rm -f ".venv/installed-$1"
        .venv/bin/python - <<'PYTHON' || say_and_stop "the pip in bin/ is not the one whose hash stands beside it."
import hashlib, pathlib, sys
wheel = next(pathlib.Path("bin").glob("pip-*.whl"))
told = pathlib.Path(f"{wheel}.sha256").read_text().split()[0]
sys.exit(hashlib.sha256(wheel.read_bytes()).hexdigest() != told)
PYTHON
        .venv/bin/python "$(echo bin/pip-*.whl)/pip" install --quiet --require-hashes --no-deps --no-input --only-binary :all: \
            --disable-pip-version-check --root-user-action ignore --requirement "$1" ||
            say_and_stop "the packages of $1 could not be installed; see the lines above."
        cp "$1" ".venv/installed-$1"
    fi
}
