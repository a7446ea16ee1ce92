import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AccessPointState, Reader } from './access-point.state.js';
import type { Poster } from './poster.js';
import { dpiProblem } from './dpi-problem.js';
import { readKanal } from './kanal.js';

const PAGE_SIZE = { usual: 100, most: 1000 };
const WHOLE_NUMBER = /^[1-9]\d{0,8}$/;
const UNKNOWN_ID = dpiProblem(404, 'unknown-id', 'Ugyldig id');

/**
 * The messages to the sender: GET /messages/in, GET /messages/in/{id} and POST /messages/in/{id}/read. The order of the
 * list and the first page's number are not specified; here they are by arrival, from 1, at most 1000 (DPI reference 1.4).
 */
export class ReceiptRoutes {
  constructor(
    private readonly context: SimulationContext,
    private readonly state: AccessPointState,
  ) {}

  unread({ query }: SimulatedRequest, poster: Poster): SimulatedResponse {
    const size = numberOf(query.get('page_size') ?? String(PAGE_SIZE.usual));
    const page = numberOf(query.get('page') ?? '1');
    if (size === undefined || page === undefined)
      return dpiProblem(400, 'invalid-query', 'page_size and page are whole numbers from 1.');
    const kanal = readKanal(query);
    if (!kanal.ok) return dpiProblem(400, 'invalid-kanal', kanal.error);
    const unit = query.get('avsenderidentifikator');
    const most = Math.min(size, PAGE_SIZE.most);
    const found = this.state
      .unread(readerOf(poster), this.context.clock.now().getTime())
      .filter((receipt) => kanal.value === '' || receipt.kanal === kanal.value)
      .filter((receipt) => unit === null || receipt.unit === unit)
      .slice((page - 1) * most, page * most);
    if (found.length === 0) return { status: 204 };
    const body = found.map(({ id, jws }) => ({
      forretningsmelding: jws,
      downloadurl: `${this.context.baseUrl}/dpi/messages/in/${id}`,
    }));
    return { status: 200, body };
  }

  /** The dokumentpakke of a message; receipts, the only messages to senders, have none. */
  download(): SimulatedResponse {
    return UNKNOWN_ID;
  }

  async markRead({ params }: SimulatedRequest, poster: Poster): Promise<SimulatedResponse> {
    const outcome = await this.state.markRead(params['id'] ?? '', readerOf(poster));
    return outcome === 'read' ? { status: 200 } : UNKNOWN_ID;
  }
}

/** Whoever sent the letters has the queue; with a delegated token it is asked for those of one public body. */
function readerOf({ consumer, supplier }: Poster): Reader {
  return supplier === undefined ? { owner: consumer } : { owner: supplier, consumer };
}

function numberOf(text: string): number | undefined {
  return WHOLE_NUMBER.test(text) ? Number(text) : undefined;
}
