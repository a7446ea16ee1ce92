import { HttpClient, type HttpRequest, type HttpResponse } from '#platform/http.client.js';
import { TransportError } from '#platform/transport-error.js';

/** What GET /messages/in lists; anything, because a real one may list anything. */
export interface ListedMessage {
  /** What it is marked as read by; without one it can never be marked. */
  readonly id?: string;
  readonly listed: unknown;
}

export interface ScriptedBehaviour {
  /** Which number the first page has, or that every page is the first. Default 1. */
  readonly pages?: 0 | 1 | 'ignored';
  readonly mostItems?: number;
}

/** The receipt side of an access point without sockets, for what the simulator would never do: a queue of rubbish. */
export class ScriptedAccessPoint extends HttpClient {
  queue: ListedMessage[] = [];
  /** Ids whose marking is refused, with the status. */
  readonly refusals = new Map<string, number>();
  readonly marked: string[] = [];
  readonly asked: URL[] = [];
  readonly tokens = new Set<string>();
  /** In place of the list, when it gives something; `too long` is more than the client takes. */
  spoil: (messages: readonly ListedMessage[]) => string | undefined = () => undefined;

  constructor(private readonly behaviour: ScriptedBehaviour = {}) {
    super();
  }

  /** Lists a message as the access point does: with its id at the end of downloadurl. */
  add(id: string, forretningsmelding: string): void {
    this.queue.push({ id, listed: { forretningsmelding, downloadurl: `https://c2.example/dpi/messages/in/${id}` } });
  }

  override request(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    this.tokens.add(request.headers?.['authorization'] ?? '');
    const id = /\/messages\/in\/([^/]+)\/read$/.exec(url.pathname)?.[1];
    return Promise.resolve(id === undefined ? this.list(url) : this.markRead(decodeURIComponent(id)));
  }

  private list(url: URL): HttpResponse {
    this.asked.push(url);
    const size = Math.min(Number(url.searchParams.get('page_size')), this.behaviour.mostItems ?? 1000);
    const { pages = 1 } = this.behaviour;
    const asked = url.searchParams.get('page');
    const skipped = asked === null || pages === 'ignored' ? 0 : Number(asked) - pages;
    const messages = this.queue.slice(skipped * size, (skipped + 1) * size);
    const spoiled = this.spoil(messages);
    if (spoiled === 'too long') throw new TransportError('maybe', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'GET c2');
    if (spoiled !== undefined) return answer(200, spoiled);
    return messages.length === 0 ? answer(204) : answer(200, JSON.stringify(messages.map(({ listed }) => listed)));
  }

  private markRead(id: string): HttpResponse {
    const refusal = this.refusals.get(id);
    if (refusal !== undefined) return answer(refusal);
    const at = this.queue.findIndex((message) => message.id === id);
    if (at === -1) return answer(404);
    this.queue.splice(at, 1);
    this.marked.push(id);
    return answer(200);
  }
}

function answer(status: number, body = ''): HttpResponse {
  return { status, headers: {}, body: Buffer.from(body, 'utf8') };
}
