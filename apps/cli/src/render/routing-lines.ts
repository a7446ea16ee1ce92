import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

/** The answer of the routing preview for a person. */
export function routingLines(preview: JsonObject): string[] {
  const reason = isJsonObject(preview['reason']) ? preview['reason'] : {};
  return [
    `${text(preview['outcome'])} by ${text(preview['rule'])}`,
    ...['nb', 'en'].map((language) => `  ${text(reason[language])}`),
    ...objects(preview['steps']).map((step, index) => `  ${index + 1}. ${text(step['channel'])}${triggers(step)}`),
    ...objects(preview['skipped']).map((skipped) => `  not ${text(skipped['channel'])}: ${text(skipped['rule'])}`),
    ...objects(preview['evidence']).map(
      (evidence) => `  ${text(evidence['register'])}: ${text(evidence['what'])} (${text(evidence['at'])})`,
    ),
    ...objects(preview['errors']).map(
      (error) => `  ${text(error['field'])}: ${text(error['code'])}, ${text(error['text'])}`,
    ),
  ];
}

function triggers(step: JsonObject): string {
  const ways = objects(step['next']).map(({ on, after }) =>
    typeof after === 'string' ? `${text(on)} after ${after}` : text(on),
  );
  return ways.length === 0 ? '' : `, next when ${ways.join(' or ')}`;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
