"""Writes events.tfevents with TensorBoard's own writer, and reads it with TensorBoard.

Run in this folder with Python 3.11 and tensorboard 2.21.0:

    ~/dragoman-goldens/bin/python make_events.py

With the name of a directory, checks instead that TensorBoard reads the event files in it, as
'dragoman plot --tensorboard DIRECTORY' writes them, and prints their scalars:

    ~/dragoman-goldens/bin/python make_events.py DIRECTORY
"""

import os
import sys

from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

SCALARS = [
    (0.5, 100, [("training/learning_rate", 0.002), ("training/loss", 4.5)]),
    (1.25, 118, [("validation/loss", 2.75), ("validation/perplexity", float("inf"))]),
    (2.0, 40000, [("training/learning_rate", 0.0), ("training/loss", float("nan"))]),
]


def make(path):
    events = [Event(file_version="brain.Event:2")]
    for time, step, scalars in SCALARS:
        values = [Summary.Value(tag=tag, simple_value=value) for tag, value in scalars]
        events.append(Event(wall_time=time, step=step, summary=Summary(value=values)))
    with open(path, "wb") as file:
        writer = RecordWriter(file)
        for event in events:
            writer.write(event.SerializeToString())


def check(directory):
    runs = EventMultiplexer(size_guidance={"scalars": 0}).AddRunsFromDirectory(directory).Reload()
    for run, tags in sorted(runs.Runs().items()):
        for tag in tags["scalars"]:
            for event in runs.Scalars(run, tag):
                print(run, tag, event.step, event.wall_time, event.value, sep="\t")


if len(sys.argv) > 1:
    check(sys.argv[1])
else:
    make("events.tfevents")
    check(os.getcwd())
