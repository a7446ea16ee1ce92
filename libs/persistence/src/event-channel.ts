/** The NOTIFY channel that says that there are new events: `mf_events` for the schema `mf`. */
export function eventChannel(schema: string): string {
  return `${schema}_events`;
}
