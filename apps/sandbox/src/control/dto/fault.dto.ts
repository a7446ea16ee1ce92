import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { FAULT_MODES, FAULT_SERVICES, type FaultMode, type FaultService } from '#channels/simulation/faults.js';

/** `POST /control/faults`. */
export class FaultDto {
  @IsIn(FAULT_SERVICES, { message: `service must be one of ${FAULT_SERVICES.join(', ')}` })
  service!: FaultService;

  @IsIn(FAULT_MODES, { message: `mode must be one of ${FAULT_MODES.join(', ')}` })
  mode!: FaultMode;

  /** Share of the calls. */
  @IsNumber({}, { message: 'rate must be a number from 0 to 1' })
  @Min(0)
  @Max(1)
  rate = 1;

  /** Calls that are hit before the switch goes off by itself. */
  @IsOptional()
  @IsInt()
  @Min(1)
  count?: number;
}
