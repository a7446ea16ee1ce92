/** The same record as it may come from the database: what is optional may also be null. */
export type Nullable<Value> = {
  [Key in keyof Value]-?: object extends Pick<Value, Key> ? Value[Key] | null | undefined : Value[Key];
};

/** Leaves out what is null: absent is the only way in which our records have no value. */
export function present<Value extends object>(record: Nullable<Value>): Value {
  const entries = Object.entries(record).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as Value;
}
