"""A parameter gets another name in one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.content.rename import rename_parameter
from hub.errors import BuildError

OLD, NEW = "example/old_cap", "example/new_cap"  # no parameter of the house: renaming one leaves this test as it is
PLACES = {
    "src/ai_calc/law/parameters/example/old_cap.yaml": ("label: Plafond", "label: Plafond"),
    "src/ai_calc/a.py": (f'law.value("{OLD}")\nold_cap = 1', f'law.value("{NEW}")\nold_cap = 1'),
    "docs/a.md": (f"{{{{ {OLD} }}}} [x](#p-example.old_cap)", f"{{{{ {NEW} }}}} [x](#p-example.new_cap)"),
    "README.md": (f"law/parameters/{OLD}.yaml", f"law/parameters/{NEW}.yaml"),
    "cases/a.yaml": (f"other/{OLD}: 1\n{OLD}_more: 2", f"other/{OLD}: 1\n{OLD}_more: 2"),
}


def test_the_file_moves_and_every_name_of_it_follows_but_no_other(tmp_path: Path) -> None:
    for name, (before, _) in PLACES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(before, "utf-8")
    changed = {path.relative_to(tmp_path).as_posix() for path in rename_parameter(tmp_path, OLD, NEW)}
    moved = f"src/ai_calc/law/parameters/{NEW}.yaml"
    assert changed == {moved, "src/ai_calc/a.py", "docs/a.md", "README.md"}
    assert not (tmp_path / f"src/ai_calc/law/parameters/{OLD}.yaml").exists()
    for name, (_, after) in PLACES.items():
        path = tmp_path / (moved if name.endswith("old_cap.yaml") else name)
        assert path.read_text("utf-8") == after


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("example/none", NEW, "there is no parameter"),
        (OLD, OLD, "is a parameter already"),
        (OLD, "Cash", "no name of a parameter"),
        ("../x/y", NEW, "no name of a parameter"),
    ],
)
def test_what_cannot_be_renamed_is_told_and_nothing_changes(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / f"src/ai_calc/law/parameters/{OLD}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("label: x", "utf-8")
    with pytest.raises(BuildError, match=told):
        rename_parameter(tmp_path, old, new)
    assert file.read_text("utf-8") == "label: x"
