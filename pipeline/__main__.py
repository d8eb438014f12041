"""`python -m pipeline` is `runwright`."""

import sys

from pipeline.cli.main import main

sys.exit(main())
