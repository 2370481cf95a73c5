#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares Dragoman with PyTorch; passes its arguments to benchmark.py (--help lists them).
# The first call installs PyTorch into a virtual environment outside this tree.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dragoman-bench
python=$cache/venv/bin/python
if ! "$python" -c 'import numpy, sacrebleu, safetensors, torch; assert torch.__version__ == "2.13.0+cpu"' 2>/dev/null; then
  echo "Installing PyTorch into $cache/venv (about 800 MB)." >&2
  mkdir -p "$cache"
  python3 -m venv --clear "$cache/venv"
  "$python" -m pip install --quiet --extra-index-url https://download.pytorch.org/whl/cpu \
    'torch==2.13.0+cpu' numpy safetensors sacrebleu
fi
exec "$python" "$here/benchmark.py" --work "$cache/work" "$@"
