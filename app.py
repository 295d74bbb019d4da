"""The entry of the Hugging Face Space, and `python app.py` anywhere else."""

import contextlib

with contextlib.suppress(ImportError):
    import spaces  # noqa: F401 - on ZeroGPU it must come before torch; elsewhere it is not there

from advisor.ui.server import main

if __name__ == "__main__":
    main()
