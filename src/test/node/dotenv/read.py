"""Reads a JSON array of texts from stdin, answers with what python-dotenv reads in each, as written and by default."""

import json
import logging
import os
import sys
import tempfile

from dotenv import dotenv_values

logging.disable(logging.CRITICAL)
answers = []
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, ".env")
    for text in json.load(sys.stdin):
        with open(path, "wb") as file:
            file.write(text.encode("utf-8"))
        answers.append({"raw": dotenv_values(path, interpolate=False), "usual": dotenv_values(path)})
json.dump(answers, sys.stdout)
