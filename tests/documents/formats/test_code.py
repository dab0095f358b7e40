"""Markers in source code: which texts count, what they name, and which function, class or test they belong to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.documents.languages import LANGUAGES
from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind, Level
from tests.documents.reading import labels, read

COMMENTS = {
    "py": "# {}",
    "js": "// {}",
    "ts": "/* {} */",
    "java": "/** {} */",
    "go": "// {}",
    "rs": "/// {}",
    "rb": "# {}",
    "c": "/* {} */",
    "cpp": "// {}",
    "cs": "// {}",
    "kt": "// {}",
    "swift": "// {}",
    "php": "# {}",
    "sh": "# {}",
    "lua": "-- {}",
    "sql": "-- {}",
    "hs": "-- {}",
    "ex": "# {}",
    "scala": "// {}",
    "dart": "// {}",
    "adb": "-- {}",
    "vhd": "-- {}",
    "jl": "# {}",
}
MARKERS = {
    "Implements: SYS-012": [("SYS-012", "satisfies")],
    "It counts. Implements: SYS-012, SYS-013 and SYS-014.": [(f"SYS-01{n}", "satisfies") for n in (2, 3, 4)],
    "Verifies: SYS-012 (partly)": [("SYS-012", "verifies")],
    "@relation(REQ-1, REQ-2, scope=file, role=Implementation)": [("REQ-1", "satisfies"), ("REQ-2", "satisfies")],
    "@relation(REQ-1, scope=file, role=TestVerifies)": [("REQ-1", "verifies")],
    "[impl->dsn~name~1]": [("dsn~name~1", "satisfies")],
    "[utest~counts~2->dsn~a.b-c~13>>stest, itest]": [("dsn~a.b-c~13", "verifies")],
    "lobster-trace: pkg.item, pkg.other": [("pkg.item", "satisfies"), ("pkg.other", "satisfies")],
    "@need-ids: IMPL_A, IMPL_B": [("IMPL_A", "satisfies"), ("IMPL_B", "satisfies")],
    "@Counts up, IMPL_4, impl, [SPEC_1, SPEC_2]": [("SPEC_1", "satisfies"), ("SPEC_2", "satisfies")],
    "Feature: undo-redo. **Validates: Requirements 1.1, 2.10**": [
        ("kiro:undo-redo/1.1", "validates"),
        ("kiro:undo-redo/2.10", "validates"),
    ],
    "r[impl auth.login]": [("auth.login", "satisfies")],
    "r[verify auth.login+2]: by hand": [("auth.login", "verifies")],
    "r[auth.login]": [("auth.login", "satisfies")],
    "@Requirements REQ_1, REQ_2": [("REQ_1", "satisfies"), ("REQ_2", "satisfies")],
}
NONE = [
    "Implements: the protocol of 2024",
    "Implements the rule SYS-012 of old",
    "write `Implements: SYS-012` above it",
    "@param first, second, third",
    "@see Other, v2, x",
    "x[impl] and r[0] and a[i->b]",
    "lobster-trace: none",
]
"""Comments that only look like markers."""


def found(document: Document | None) -> list[tuple[str, str]]:
    return [(link.target, link.type) for _, link in document.links()] if document else []


def owners(document: Document) -> dict[str, str]:
    """By target, the artifact that names it."""
    return {
        link.target: placed.segment.reading.artifacts[link.artifact].label.partition("::")[2]
        for placed, link in document.links()
        if link.artifact is not None
    }


@pytest.mark.parametrize("ending", COMMENTS)
@pytest.mark.parametrize("marker", MARKERS)
def test_each_marker_is_found_in_a_comment(marker: str, ending: str) -> None:
    text = ("<?php\n" if ending == "php" else "") + COMMENTS[ending].format(marker) + "\n"
    document = read(f"src/counter.{ending}", text)
    assert found(document) == MARKERS[marker]
    for placed, link in document.links():
        named = link.place.shifted(placed.start).of(text)
        assert named == link.target or link.target == f"kiro:undo-redo/{named}"


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_documentation_string_may_be_nothing_but_a_marker(quotes: str) -> None:
    text = f"def count():\n    {quotes}Implements: SYS-012{quotes}\n"

    assert owners(read("src/counter.py", text)) == {"SYS-012": "count"}


@pytest.mark.parametrize("comment", NONE)
def test_what_only_looks_like_a_marker_is_none(comment: str) -> None:
    assert read_document("src/counter.py", f"# {comment}\n") is None


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("py", 'x = "see # Implements: SYS-1"\n'),
        ("py", 'f(\n    """\n    # Implements: SYS-1\n    """\n)\n'),
        ("py", "y = 'Verifies: SYS-1'\n"),
        ("js", "const x = `// Implements: SYS-1 ${y} Verifies: SYS-2`;\n"),
        ("java", 'class A { String s = "/* Implements: SYS-1 */ r[impl a.b]"; }\n'),
        ("go", "package a\nvar s = `\n// Implements: SYS-1\n`\n"),
        ("rs", 'fn f() { let s = r#"// [impl->dsn~a~1]"#; }\n'),
        ("rb", "s = <<~EOS\n  # Implements: SYS-1\nEOS\n"),
        ("c", '#define MARK "Implements: SYS-1"\nchar *s = "@relation(REQ-1)";\n'),
        ("py", '@retry(reason="Implements: SYS-1")\ndef f(): pass\n'),
    ],
)
def test_a_string_of_the_program_says_nothing(ending: str, text: str) -> None:
    assert read_document(f"src/a.{ending}", text) is None


@pytest.mark.parametrize(
    ("ending", "text", "expected"),
    [
        ("py", '@pytest.mark.requirement("SYS-012", "SYS-013", reason="because of SYS-9")\ndef test_x():\n    pass\n', "test_x"),
        ("py", '@Requirements("SYS-012", "SYS-013")\ndef x():\n    pass\n', "x"),
        ("java", 'class A {\n  @Requirements({"SYS-012", "SYS-013"})\n  @Override\n  public void x(int a) { b(); }\n}\n', "A.x"),
        ("kt", 'class A {\n  @Requirements("SYS-012", "SYS-013")\n  fun x() { b() }\n}\n', "A.x"),
        ("cs", 'class A {\n  [Requirement("SYS-012", "SYS-013")]\n  public void X() { b(); }\n}\n', "A.X"),
        ("rs", '#[requirement("SYS-012", "SYS-013")]\nfn x() {}\n', "x"),
        ("ts", 'class A {\n  @Requirements("SYS-012", "SYS-013")\n  x(): void { b(); }\n}\n', "A.x"),
    ],
)
def test_annotations_name_requirements(ending: str, text: str, expected: str) -> None:
    document = read(f"src/a.{ending}", text)
    assert owners(document) == {"SYS-012": expected, "SYS-013": expected}


def test_svcs_of_reqstool_are_verified() -> None:
    text = 'class A {\n  @SVCs("SVC_1")\n  void x() { }\n}\n'
    assert found(read("src/A.java", text)) == [("SVC_1", "verifies")]


ENCLOSED = {
    "python": (
        "logger.py",
        '"""Logs. Implements: A-1"""\n\nclass Logger:\n    """One. Implements: A-2"""\n\n    # Implements: A-3\n    @property\n'
        '    def read(\n        self,\n    ) -> int:\n        """Doc.\n\nImplements: A-4\n        """\n        if x:\n'
        "            pass  # Implements: A-5\n\n        # Implements: A-6\n\n"
        "    async def write(self): pass  # Implements: A-7\n\n"
        "# Implements: A-8\n\nx = 1\n",
        {"A-1": "", "A-2": "Logger", "A-3": "Logger.read", "A-4": "Logger.read", "A-5": "Logger.read", "A-6": "Logger.read"}
        | {"A-7": "Logger.write", "A-8": ""},
    ),
    "java": (
        "Logger.java",
        "package a;\n\n/** Implements: A-1 */\n@Fine(a = {1})\npublic final class Logger<T> extends Base implements Other {\n"
        "    /* Implements: A-2 */\n\n    private int x = 1;\n    /**\n     * Implements: A-3\n     */\n    @Override\n"
        "    public <R> List<R> read(int a,\n            Map<String, T> b)\n            throws IOException\n    {\n"
        "        for (int i = 0; i < 3; i++) { // Implements: A-4\n        }\n        if (a > b(c)) { /* Implements: A-5 */ }\n"
        "        x(new Runnable() { public void run() { /* Implements: A-6 */ } });\n    }\n}\n",
        {"A-1": "Logger", "A-2": "Logger", "A-3": "Logger.read", "A-4": "Logger.read", "A-5": "Logger.read"}
        | {"A-6": "Logger.read.run"},
    ),
    "go": (
        "logger.go",
        "package a\n\n// Read reads.\n// Implements: A-1\nfunc (l *Logger) Read(p []byte) (n int, err error) {\n"
        "\tif x := f(); x { // Implements: A-2\n\t}\n}\n\ntype Logger struct { // Implements: A-3\n}\n\n"
        "func New() *Logger { // Implements: A-4\n}\n",
        {"A-1": "Logger.Read", "A-2": "Logger.Read", "A-3": "Logger", "A-4": "New"},
    ),
    "rust": (
        "logger.rs",
        "//! Implements: A-1\nimpl<T: Foo> Display for Logger<T> {\n    /// Implements: A-2\n    #[inline]\n"
        "    pub fn read<'a>(&'a self) -> Result<(), E>\n    where T: X {\n"
        "        match x { Some(_) => { /* Implements: A-3 */ } }\n    }\n}\n"
        "pub struct Logger { // Implements: A-4\n}\n",
        {"A-1": "", "A-2": "Logger.read", "A-3": "Logger.read", "A-4": "Logger"},
    ),
    "c++": (
        "logger.cpp",
        "#include <x>\n#define OPEN {\nnamespace a {\n// Implements: A-1\nLogger::Logger(int a)\n    : a_(a), b_(0)\n{\n}\n\n"
        "static struct foo *read(const char *s) {\n  switch (s) { case 1: { /* Implements: A-2 */ } }\n}\n"
        "bool Logger::ready() const noexcept {  // Implements: A-3\n}\nstruct Item {  // Implements: A-4\n};\n}\n",
        {"A-1": "a.Logger.Logger", "A-2": "a.read", "A-3": "a.Logger.ready", "A-4": "a.Item"},
    ),
    "typescript": (
        "logger.ts",
        "import x from 'y'\n\n// Implements: A-1\nexport const read = async (a: number): Promise<void> => {\n  a.map((b) => {\n"
        "    // Implements: A-2\n  })\n}\nexport class Logger {\n  /** Implements: A-3 */\n"
        "  read<T>(x: { a: number }): string {\n"
        "    if (x) {\n      return f({ b: 1 }) // Implements: A-4\n    }\n  }\n}\nfunction* foo() { /* Implements: A-5 */ }\n",
        {"A-1": "read", "A-2": "read", "A-3": "Logger.read", "A-4": "Logger.read", "A-5": "foo"},
    ),
    "ruby": (
        "logger.rb",
        "# Implements: A-1\n\nmodule Log\n  class Reader < Base\n    # Implements: A-2\n    def read!(x)\n      if x\n"
        "        # Implements: A-3\n      end\n    end\n\n    # Implements: A-4\n  end\nend\n",
        {"A-1": "", "A-2": "Log.Reader.read!", "A-3": "Log.Reader.read!", "A-4": "Log.Reader"},
    ),
    "c#": (
        "Logger.cs",
        "namespace Y\n{\n    public class Logger : Base\n    {\n        // Implements: A-1\n"
        "        public async Task<int> Read(int x)\n        {\n"
        "            lock (x) { /* Implements: A-2 */ }\n        }\n    }\n}\n",
        {"A-1": "Y.Logger.Read", "A-2": "Y.Logger.Read"},
    ),
    "kotlin": (
        "Logger.kt",
        "class Logger(val x: Int) {\n  /* Implements: A-1 */\n  override fun read(x: Int): Int {\n    return 1 }\n}\n",
        {"A-1": "Logger.read"},
    ),
    "swift": (
        "Logger.swift",
        "struct Logger {\n  /// Implements: A-1\n  func read(_ x: Int) -> Int {\n"
        "    guard y else { /* Implements: A-2 */ }\n  }\n}\n",
        {"A-1": "Logger.read", "A-2": "Logger.read"},
    ),
    "php": (
        "Logger.php",
        "<?php\nclass Logger {\n  /** Implements: A-1 */\n  public function read($x) {\n    # Implements: A-2\n  }\n}\n",
        {"A-1": "Logger.read", "A-2": "Logger.read"},
    ),
    "shell": ("logger.sh", "read_all() {\n  # Implements: A-1\n}\n", {"A-1": "read_all"}),
    "elixir": (
        "logger.ex",
        "defmodule Log.Reader do\n  # Implements: A-1\n  def read(x) do\n    # Implements: A-2\n    x\n  end\nend\n",
        {"A-1": "Log.Reader.read", "A-2": "Log.Reader.read"},
    ),
    "crlf": (
        "logger.py",
        "class A:\r\n    def b(self):\r\n        # Implements: A-1,\r\n        # A-2\r\n        pass\r\n",
        {"A-1": "A.b", "A-2": "A.b"},
    ),
}


@pytest.mark.parametrize("case", ENCLOSED)
def test_a_marker_belongs_to_what_it_stands_in_or_right_above(case: str) -> None:
    name, text, expected = ENCLOSED[case]
    document = read(f"src/{name}", text)
    assert owners(document) == expected
    for placed, _, artifact in document.artifacts():
        if artifact.title:
            assert artifact.title.split(".")[-1] == artifact.place.shifted(placed.start).of(text).split("::")[-1]


def test_an_artifact_is_called_after_its_file_from_the_root_of_the_project() -> None:
    document = read_document("/home/me/project/src/a.py", "# Implements: A-1\n", ReaderSettings(root="/home/me/project"))
    assert document is not None
    assert labels(document) == ["code:src/a.py"]


def test_two_definitions_with_one_name_are_told_apart() -> None:
    text = "class A {\n  void read(int a) { /* Implements: A-1 */ }\n  void read(long a) { /* Implements: A-2 */ }\n}\n"
    assert labels(read("A.java", text)) == ["code:A.java::A.read", "code:A.java::A.read#2"]


TESTED = {
    "tests/test_logger.py": "def test_reads():\n    # lobster-trace: pkg.item\n    pass\n",
    "src/logger.py": "def test_reads():\n    # lobster-trace: pkg.item\n    pass\n",
    "src/logger.test.ts": 'describe("logger", () => {\n  it("reads; lobster-trace: pkg.item", async () => {\n  });\n});\n',
    "src/logger_test.go": (
        'package a\nfunc TestRead(t *testing.T) {\n\tt.Run("lobster-trace: pkg.item", func(t *testing.T) {\n\t})\n}\n'
    ),
    "src/logger.rs": "mod tests {\n    // lobster-trace: pkg.item\n    #[test]\n    fn reads() {}\n}\n",
    "src/test/java/A.java": "class A {\n  // lobster-trace: pkg.item\n  void reads() {}\n}\n",
    "src/A.java": "class A {\n  @Test\n  // lobster-trace: pkg.item\n  void reads() {}\n}\n",
    "src/logger.cpp": "TEST_F(LoggerTest, Reads) {\n  // lobster-trace: pkg.item\n}\n",
    "spec/logger_spec.rb": 'describe "logger" do\n  it "reads" do\n    # lobster-trace: pkg.item\n  end\nend\n',
    "src/Logger.cs": "class A {\n  [Fact]\n  public void Reads() { /* lobster-trace: pkg.item */ }\n}\n",
}


@pytest.mark.parametrize("path", TESTED)
def test_a_marker_in_a_test_verifies(path: str) -> None:
    document = read(path, TESTED[path])
    assert found(document) == [("pkg.item", "verifies")]
    ((_, _, artifact),) = document.artifacts()
    assert (artifact.kind, artifact.level) == (Kind.TEST, Level.TESTS)
    assert "eads" in artifact.label or "pkg" in artifact.label


def test_a_one_line_need_is_an_artifact_of_its_own() -> None:
    text = "// @Counts up, IMPL_4, impl, [SPEC_1]\nint count() { }\n"
    document = read("src/a.c", text)
    ((placed, _, artifact),) = document.artifacts()
    assert (artifact.label, artifact.title, artifact.kind) == ("IMPL_4", "Counts up", Kind.CODE)
    assert artifact.place.shifted(placed.start).of(text) == "IMPL_4"


def test_why_code_has_no_link_is_kept() -> None:
    ((_, _, artifact),) = read("a.py", "def f():\n    # lobster-exclude: made by hand\n    pass\n").artifacts()
    assert [(one.name, one.value) for one in artifact.attributes] == [("excuse", "made by hand")]


def test_words_of_the_project_are_markers() -> None:
    text = '# Covers: SYS-1\n@Covers("SYS-2")\ndef f(): pass\n'
    assert read_document("a.py", text) is None
    assert found(read_document("a.py", text, ReaderSettings(markers=("Covers",)))) == [
        ("SYS-1", "satisfies"),
        ("SYS-2", "satisfies"),
    ]


def test_identifiers_are_those_of_the_project() -> None:
    text = "# Implements: R1234\n"
    assert read_document("a.py", text) is None
    assert found(read_document("a.py", text, ReaderSettings(identifier_pattern=r"R\d+"))) == [("R1234", "satisfies")]


@pytest.mark.parametrize(
    "text",
    [
        "# @generated by a tool\n# Implements: SYS-1\n",
        "// Code generated by protoc. DO NOT EDIT.\n# Implements: SYS-1\n",
        "# Implements: SYS-1\n\0",
        "# Implements: SYS-1\nx = [" + "1, " * 5000 + "]\n",
        "# Implements: SYS-1\n" + "x = 1\n" * 200_000,
    ],
    ids=["generated", "not-to-edit", "binary", "minified", "larger than 1 MB"],
)
def test_what_nobody_wrote_is_passed_over(text: str) -> None:
    assert read_document("src/a.py", text) is None


def test_no_file_that_is_no_code_is_taken_for_it() -> None:
    assert read_document("notes.txt", "Implements: SYS-1\n") is None


HOSTILE = {
    "unclosed string": '"""' + "x = 1\n" * 20_000,
    "unclosed comment": "/*" + "x = 1\n" * 20_000,
    "deep nesting": "class A {\n" * 5_000,
    "deep indentation": "".join(" " * min(n, 200) + f"def f{n}():\n" for n in range(5_000)),
    "parentheses": "f(\n" * 20_000,
    "annotations": "@a(\n" * 20_000,
    "arrows": "[impl->" * 1_000 + "\n",
    "lists": "// Implements: " + "A-1, " * 1_500 + "\n",
    "braces": "{}" * 4_000 + "\n",
    "backslashes": "\\" * 9_000 + "\n",
    "surrogates": "\ud800\ufeff\u2028\x85" * 1_000 + "\n",
}


@pytest.mark.parametrize("ending", ["py", "js", "ts", "java", "go", "rs", "rb", "c", "cs", "sh"])
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_code_takes_no_time_and_breaks_nothing(case: str, ending: str) -> None:
    begun = time.process_time()
    read_document(f"a.{ending}", f"{HOSTILE[case]}\n# Implements: SYS-1\n// Implements: SYS-2\n")
    assert time.process_time() - begun < 6.0


PIECES = [
    "# Implements: SYS-1, SYS-2\n",
    "// Verifies: SYS-3\n",
    "/* @relation(REQ-1, scope=function) */",
    '@Requirements("SYS-4")\n',
    "def f(a):\n",
    "    class B:\n",
    "void f(int a) {\n",
    "}\n",
    "}",
    '"""',
    "'",
    "`",
    "x = 1;\n",
    "\r\n",
    "it('a', () => {",
    "# @Title, ID_1, impl, [A_1]\n",
    "r[impl a.b] [impl->req~a~1>>x]\n",
    "\ufeff\ud800\0",
    "  ",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(sorted(LANGUAGES)))
def test_every_place_slices_back_and_an_edit_is_a_fresh_read(text: str, ending: str) -> None:
    document = read_document(f"a.{ending}", text)
    for placed, link in document.links() if document else ():
        assert link.place.shifted(placed.start).of(text) == link.target
    for placed, _, artifact in document.artifacts() if document else ():
        assert 0 <= artifact.extent.start <= artifact.extent.end <= len(text)
        assert artifact.extent.start <= artifact.place.start <= artifact.place.end <= artifact.extent.end
        assert placed.segment.text == text
    if document is not None:
        edited = edit_document(document, text + "\n# Implements: SYS-9\n", len(text), len(text), len(text) + 22)
        fresh = read_document(document.path, text + "\n# Implements: SYS-9\n")
        assert found(edited) == found(fresh)
