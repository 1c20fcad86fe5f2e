"""`python -m clinic` is bin/run. Ctrl-C ends it without a word until it is ready to end more than itself."""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)

from clinic.start import main  # noqa: E402

main()
