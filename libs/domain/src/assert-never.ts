/** Closes an exhaustive switch: adding a member to a union without handling it no longer compiles. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unhandled ${what}: ${JSON.stringify(value)}. Add a case for it.`);
}
