"""The map file of a named place on a disk without room: a sentence, and a process that lives on."""

import subprocess
import sys
from pathlib import Path

# A writer that failed takes its process with it when it is destroyed, at the latest as Python ends. Of no room for the
# least of files one learns on closing it, of too little for a larger one on the way.
WRITE_WITHOUT_ROOM = """
import gc, resource, sys
from pathlib import Path
import networkx
from optimiser.roads.errors import NoRoom
from optimiser.roads.named_file import pieces_of, write_streets

folder = Path(sys.argv[1])
before = resource.getrlimit(resource.RLIMIT_FSIZE)
for size, nodes in ((10, 2), (100, 2), (1000, 60_000)):
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from((node, {"x": node / 1e6, "y": node % 997 / 1e3}) for node in range(nodes))
    graph.add_edge(0, 1, osmid=1, highway="residential")
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        write_streets(graph, pieces_of(graph), {}, folder / "town.osm.pbf", None)
    except NoRoom as error:
        sentence = str(error)
    gc.collect()
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    print(sentence)
    assert list(folder.iterdir()) == []
write_streets(graph, pieces_of(graph), {}, folder / "town.osm.pbf", None)
"""


def test_without_room_for_the_map_file_it_is_told_with_the_remedy(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_WITHOUT_ROOM, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # our own words
    assert (done.stderr, done.returncode) == ("", 0)
    assert (
        done.stdout.splitlines()
        == [f"Cannot write in {tmp_path}: Write failed: File too large. Make room in {tmp_path}, then ask again."] * 3
    )
    assert [file.name for file in tmp_path.iterdir()] == ["town.osm.pbf"]
