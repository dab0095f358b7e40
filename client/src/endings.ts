/** How the names of documents end that the server reads. Written by `make docs` from its formats. */

export const ENDINGS = [
  "adoc",
  "asc",
  "asciidoc",
  "csv",
  "feature",
  "json",
  "jsonl",
  "markdown",
  "md",
  "mdown",
  "mkd",
  "reqif",
  "rest",
  "rst",
  "sdoc",
  "spec.md",
  "trlc",
  "tsv",
  "yaml",
  "yml",
] as const;
