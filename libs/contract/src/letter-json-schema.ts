import type { JsonSchema } from './json-schema.js';
import { LetterMessage } from './letter.message.js';
import { schemaExtras, shapeOf, type MessageType } from './message-shape.js';

/**
 * JSON Schema 2020-12 of the letter message, from the same rules that the parser runs. Check digits, the channels of an
 * installation, unique file names, document bytes and whether an uploaded document exists cannot be said in a schema:
 * a letter that the schema refuses is refused by the gateway, not always the other way round.
 */
export function letterJsonSchema(): JsonSchema {
  const parts = new Map<string, JsonSchema>();
  const root = objectSchema(LetterMessage, parts);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://meldingsformidler.no/schema/letter.v1.json',
    title: 'Letter',
    description:
      'A letter to the meldingsformidler gateway: routing key letter.<sender organisation number>, or POST /v1/letters.',
    ...root,
    $defs: Object.fromEntries([...parts].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

function objectSchema(type: MessageType, parts: Map<string, JsonSchema>): JsonSchema {
  const shape = [...shapeOf(type)];
  for (const [, { part }] of shape) {
    if (part === undefined || parts.has(part.type.name)) continue;
    parts.set(part.type.name, {});
    parts.set(part.type.name, objectSchema(part.type, parts));
  }
  const required = shape.filter(([, field]) => field.need === 'required').map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(shape.map(([name, field]) => [name, field.rule.schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...schemaExtras(type),
  };
}
