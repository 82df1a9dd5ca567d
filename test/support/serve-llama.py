"""The server of llama.cpp on a free loopback port, for tests. Prints its address, ends on SIGTERM or when its
standard input is closed, which also happens when the tests are killed."""

import argparse
import os
import signal
import sys
import threading

import xllamacpp

options = argparse.ArgumentParser()
options.add_argument("model")
options.add_argument("--context", type=int, default=4096, help="tokens of all slots together")
options.add_argument("--slots", type=int, default=2)
options.add_argument("--template", help="file with a chat template to use instead of the model's own")
options.add_argument("--show-control", action="store_true", help="show control tokens in texts")
given = options.parse_args()

settings = xllamacpp.CommonParams()
settings.model.path = given.model
settings.hostnames = ["127.0.0.1"]
settings.port = 0
settings.n_ctx = given.context
settings.n_parallel = given.slots
settings.kv_unified = True
settings.n_gpu_layers = 0
settings.cpuparams.n_threads = 1
settings.cpuparams_batch.n_threads = 1
settings.use_jinja = True
settings.special = given.show_control
if given.template:
    with open(given.template, encoding="utf-8") as file:
        settings.chat_template = file.read()

server = xllamacpp.Server(settings)
print("listening on", server.listening_address, flush=True)

over = threading.Event()
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: over.set())


def watch_parent():
    while sys.stdin.buffer.read(1):
        pass
    over.set()


threading.Thread(target=watch_parent, daemon=True).start()
over.wait()
# The library waits for open streams when it is destroyed; nobody reads them any more.
os._exit(0)
