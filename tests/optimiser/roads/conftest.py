"""The toy map as networks, and somebody who remembers what was said."""

import pytest

from optimiser.roads import Mode, Network, load_networks

from .toy_map import write_map


class Listener:
    """Remembers every sentence it is told."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def __call__(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def heard(self, words: str) -> bool:
        return any(words in sentence for sentence in self.sentences)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> dict[Mode, Network]:
    return load_networks(write_map(tmp_path_factory.mktemp("toy")), list(Mode), cache_dir=None)
