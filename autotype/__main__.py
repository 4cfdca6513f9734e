"""`python -m autotype`."""

import sys

from autotype.cli import main

sys.exit(main())
