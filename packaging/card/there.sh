# What the steps on the borrowed machine have in common; they read it, it is not run.
#
#   TRIP     folder outside the checkout that stays while the machine is held (/tmp/trip)
#   PYTHON   the Python that has torch (python3)
#   OUT      folder whose content comes back
#   DRY      anything: toy models on the processor

trip=${TRIP:-/tmp/trip}
python=${PYTHON:-python3}
: "${OUT:?OUT must name the folder whose content comes back}"
mkdir -p "$trip" "$OUT"
began=${began:-$(date +%s)}  # it may be read twice
device=cuda
[ -z "${DRY:-}" ] || device=cpu

# The runtime looks for CUDA's libraries in a folder beside its own; those of torch serve.
nvidia=$("$python" -c 'import os, nvidia
print(os.path.realpath(list(nvidia.__path__)[0]))' 2>/dev/null) || nvidia=
if [ -n "$nvidia" ]; then
    [ ! -d "$trip/site" ] || [ -e "$trip/site/nvidia" ] || ln -s "$nvidia" "$trip/site/nvidia"
    for folder in "$nvidia"/*/lib; do
        LD_LIBRARY_PATH=$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    done
    export LD_LIBRARY_PATH
fi
PYTHONPATH=$trip/site:$PWD
PYTHONUNBUFFERED=1
AUTOTYPE_HOME=$trip/home
export PYTHONPATH PYTHONUNBUFFERED AUTOTYPE_HOME

# What was sent: a GGUF file, or a checkpoint folder in a dry run.
teacher() {
    for found in "$trip"/teacher*; do
        echo "$found"
    done
}

spent() {
    echo "$1: $(($(date +%s) - began)) s"
}
