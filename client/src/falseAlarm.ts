/** The report that a person sends when a finding is wrong. Imports nothing of the editor. */

export interface FalseAlarm {
  readonly rule: string;
  readonly message: string;
  readonly quote: string;
  /** The whole lines that the finding stands in. */
  readonly lines: string;
  readonly client: string;
  readonly server: string;
}

export function falseAlarmReport(alarm: FalseAlarm): string {
  return [
    `### False alarm: ${alarm.rule}`,
    "",
    `ShallCheck ${alarm.server} (VS Code extension ${alarm.client}) says: ${alarm.message}`,
    "",
    `Underlined: “${alarm.quote.replace(/\s+/g, " ")}” in`,
    "",
    fenced(alarm.lines.trimEnd()),
    "",
    "Why it is right as it stands: …",
    "",
  ].join("\n");
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}markdown\n${text}\n${fence}`;
}
