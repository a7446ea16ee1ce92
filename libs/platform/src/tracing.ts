import { SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

const tracer = trace.getTracer('meldingsformidler');

/**
 * Runs `work` in a span of its own. Only the OpenTelemetry API is used here: without an SDK it costs nothing, and an
 * operator who wants traces preloads one (`NODE_OPTIONS=--import …`). Attributes are ids and closed sets, never paths
 * or anything of a person.
 */
export async function traced<Value>(
  name: string,
  attributes: Attributes,
  work: (addAttributes: (more: Attributes) => void) => Promise<Value>,
): Promise<Value> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await work((more) => span.setAttributes(more));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, ...(error instanceof Error && { message: error.name }) });
      throw error;
    } finally {
      span.end();
    }
  });
}
