import type { FaultMode, FaultService, FaultSource } from './faults.js';

/** One switch of `POST /control/faults`. */
export interface FaultSwitch {
  readonly service: FaultService;
  readonly mode: FaultMode;
  /** Share of the calls that are hit, 0..1. */
  readonly rate: number;
  /** How many calls are still to be hit; absent = until cleared. */
  readonly count?: number;
}

/**
 * The fault switches, one a service: setting another replaces it, `ok` takes it away. A switch whose count is used up
 * takes itself away. `random` may be seeded, so that a chaos run can be repeated.
 */
export class FaultSwitches implements FaultSource {
  private readonly switches = new Map<FaultService, FaultSwitch>();

  constructor(private readonly random: () => number = Math.random) {}

  set(fault: FaultSwitch): void {
    if (fault.mode === 'ok' || fault.count === 0) this.switches.delete(fault.service);
    else this.switches.set(fault.service, fault);
  }

  clear(): void {
    this.switches.clear();
  }

  list(): readonly FaultSwitch[] {
    return [...this.switches.values()];
  }

  next(service: FaultService, modes: readonly FaultMode[]): FaultMode | undefined {
    const active = this.switches.get(service);
    if (active === undefined || !modes.includes(active.mode)) return undefined;
    if (this.random() >= active.rate) return undefined;
    if (active.count !== undefined) this.set({ ...active, count: active.count - 1 });
    return active.mode;
  }
}
