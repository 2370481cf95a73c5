"""Loads a file that Dragoman exported with a program that reads such files, and prints what it found.

    python load.py events|word2vec|numpy|safetensors|projector PATH

RealProgramTests run this with the Python of the environment variable DRAGOMAN_PYTHON, or python3.
Written for tensorboard 2.20, gensim 4.4, numpy 2.4 and safetensors 0.7.
"""

import os
import sys


def print_rows(rows):
    for row in rows:
        print(*(repr(float(value)) for value in row), sep="\t")


def events(path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    accumulator = EventAccumulator(path)
    accumulator.Reload()
    for tag in sorted(accumulator.Tags()["scalars"]):
        for event in accumulator.Scalars(tag):
            print(tag, event.step, repr(event.value), sep="\t")


def word2vec(path):
    from gensim.models import KeyedVectors

    vectors = KeyedVectors.load_word2vec_format(path)
    for word in vectors.index_to_key:
        nearest, similarity = vectors.most_similar(word, topn=1)[0]
        print(word, nearest, repr(float(similarity)), *map(repr, vectors[word].tolist()), sep="\t")


def numpy(path):
    from numpy import load

    array = load(path, allow_pickle=False)
    print(array.dtype, *array.shape, sep="\t")
    print_rows(array)


def safetensors(path):
    from safetensors.numpy import load_file

    for name, array in sorted(load_file(path).items()):
        print(name, array.dtype, *array.shape, sep="\t")
        print_rows(array)


def projector(directory):
    """Asks TensorBoard's Embedding Projector for the vectors and their metadata, as its page does."""
    import json

    from numpy import frombuffer
    from tensorboard.plugins.base_plugin import TBContext
    from tensorboard.plugins.projector.projector_plugin import ProjectorPlugin
    from werkzeug.test import Client

    with open(os.path.join(directory, "projector_config.pbtxt"), "w") as config:
        config.write(
            'embeddings { tensor_name: "words" tensor_path: "vectors.tsv" '
            'metadata_path: "metadata.tsv" }'
        )
    apps = ProjectorPlugin(TBContext(logdir=directory)).get_plugin_apps()

    def get(route, query=""):
        response = Client(apps[route]).get(route + query)
        assert response.status_code == 200, response.data
        return response.data

    shape = json.loads(get("/info", "?run=."))["embeddings"][0]["tensorShape"]
    vectors = frombuffer(get("/tensor", "?run=.&name=words"), dtype="float32").reshape(shape)
    print(get("/metadata", "?run=.&name=words").decode(), end="")
    print_rows(vectors)


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
