from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from content_index import embed
from content_index.embed import SentenceTransformerEmbedder, file_hashes
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.errors import ModelMismatch
from tests.fakes.embedder import HashEmbedder

_WEIGHTS = b"weights"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(_WEIGHTS)
    (folder / "modules.json").write_text(
        json.dumps([{"path": ""}, {"path": "1_Pooling"}, {"path": "2_Norm"}])
    )
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 12}))
    return folder


def hash_of(folder: Path) -> str:
    return file_hashes(folder, None)["model.safetensors"]


def test_dimension_and_fingerprint_come_from_the_files(model: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(model))
    assert embedder.dimension == 12
    assert embedder.fingerprint == SentenceTransformerEmbedder(str(model)).fingerprint


@pytest.mark.parametrize("name", ["model.safetensors", "1_Pooling/config.json", "modules.json"])
def test_every_file_of_the_model_counts(model: Path, name: str) -> None:
    before = SentenceTransformerEmbedder(str(model)).fingerprint
    (model / name).write_bytes((model / name).read_bytes() + b" ")
    assert SentenceTransformerEmbedder(str(model)).fingerprint != before


def test_one_byte_of_any_file_of_the_default_model_counts(tmp_path: Path) -> None:
    packaged = embed._packaged_model()
    assert packaged is not None
    copy = tmp_path / "model"
    shutil.copytree(packaged, copy, ignore=shutil.ignore_patterns("model.safetensors"))
    (copy / "model.safetensors").symlink_to(packaged / "model.safetensors")
    as_published = SentenceTransformerEmbedder().fingerprint
    assert SentenceTransformerEmbedder(str(copy)).fingerprint == as_published
    changed = [path for path in copy.rglob("*") if path.is_file() and path.suffix in {".json", ".txt"}]
    assert {"vocab.txt", "tokenizer.json", "config.json", "modules.json"} <= {path.name for path in changed}
    for path in changed:
        before = path.read_bytes()
        path.write_bytes(bytes([before[0] ^ 1]) + before[1:])
        assert file_fingerprint(copy) != as_published, path
        path.write_bytes(before)
    assert file_fingerprint(copy) == as_published


def file_fingerprint(folder: Path) -> str:
    return embed._fingerprint(file_hashes(folder, None))


def test_a_file_exchanged_under_the_same_size_and_time_is_noticed(model: Path, tmp_path: Path) -> None:
    remembered = tmp_path / "hashes.json"
    path = model / "1_Pooling" / "config.json"
    before = file_hashes(model, remembered)
    state = path.stat()
    path.write_text(path.read_text().replace("12", "13"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert path.stat().st_size == state.st_size
    assert file_hashes(model, remembered)["1_Pooling/config.json"] != before["1_Pooling/config.json"]


def test_the_right_weights_beside_those_that_are_loaded_do_not_count(model: Path) -> None:
    expected = hash_of(model)
    (model / "spare.bin").write_bytes(_WEIGHTS)
    (model / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelMismatch, match="not the verified ones"):
        SentenceTransformerEmbedder(str(model), sha256=expected).warm()


def test_weights_that_are_not_the_expected_ones_are_never_loaded(model: Path) -> None:
    assert SentenceTransformerEmbedder(str(model), sha256=hash_of(model).upper()).dimension == 12
    with pytest.raises(ModelMismatch, match="not the verified ones"):
        SentenceTransformerEmbedder(str(model), sha256="0" * 64).encode(["text"])


def test_the_default_model_is_checked_without_being_told(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "_packaged_model", lambda: model)
    with pytest.raises(ModelMismatch, match="53aa51172d14"):
        SentenceTransformerEmbedder().warm()


def test_a_folder_without_weights_is_no_model(model: Path) -> None:
    (model / "model.safetensors").unlink()
    with pytest.raises(ModelMismatch, match="no model weights"):
        _ = SentenceTransformerEmbedder(str(model)).fingerprint


def test_a_model_that_is_not_here_is_not_downloaded() -> None:
    with pytest.raises(ModelMismatch, match="not on this machine"):
        SentenceTransformerEmbedder("no-such/model").warm()


def test_hashes_are_remembered_by_size_and_time(model: Path, tmp_path: Path) -> None:
    remembered = tmp_path / "hashes.json"
    first = file_hashes(model, remembered)
    known = json.loads(remembered.read_text())
    weights = next(key for key in known if "safetensors" in key)
    known[weights] = "remembered"
    remembered.write_text(json.dumps(known))
    assert file_hashes(model, remembered)["model.safetensors"] == "remembered"
    (model / "model.safetensors").write_bytes(b"other weights")
    again = file_hashes(model, remembered)["model.safetensors"]
    assert again not in ("remembered", first["model.safetensors"])
    remembered.write_text("{")
    assert file_hashes(model, remembered)["model.safetensors"] == again


def test_fingerprint_and_dimension_load_no_model_library() -> None:
    code = (
        "import sys; from content_index.embed import SentenceTransformerEmbedder as E; e = E();"
        "assert e.dimension == 384 and len(e.fingerprint) == 64;"
        "assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_is_embedded_twice(tmp_path: Path) -> None:
    inner = HashEmbedder()
    cached = CachedEmbedder(inner, EmbeddingCache(tmp_path / "cache"))
    first = cached.encode(["seat", "price", "seat"])
    assert inner.encoded == ["price", "seat"]
    assert cached.made == 2
    again = CachedEmbedder(HashEmbedder(fails_after=0), EmbeddingCache(tmp_path / "cache"))
    assert np.array_equal(again.encode(["seat", "price", "seat"]), first)
    assert again.made == 0


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    CachedEmbedder(HashEmbedder(name="one"), cache).encode(["seat"])
    other = CachedEmbedder(HashEmbedder(name="other"), cache)
    other.encode(["seat"])
    assert other.made == 1


def test_what_was_embedded_before_a_failure_stays(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    texts = [f"text {number}" for number in range(600)]
    with pytest.raises(RuntimeError):
        CachedEmbedder(HashEmbedder(fails_after=512), cache).encode(texts)
    rest = CachedEmbedder(HashEmbedder(), cache)
    rest.encode(texts)
    assert rest.made == 600 - 512


def test_a_damaged_cache_starts_empty(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no database " * 1_000)
    cached = CachedEmbedder(HashEmbedder(), EmbeddingCache(tmp_path / "cache"))
    cached.encode(["seat"])
    assert cached.made == 1


def test_a_cache_damaged_in_its_middle_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    texts = [f"text {number}" for number in range(300)]
    first = CachedEmbedder(HashEmbedder(), EmbeddingCache(path)).encode(texts)
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    again = CachedEmbedder(HashEmbedder(), EmbeddingCache(path))
    assert np.array_equal(again.encode(texts), first)
    assert again.made == 300
