import { IsInt, Max, Min } from 'class-validator';

/** The console's own variables. */
export class ConsoleConfig {
  /** HTTP, contract 2. */
  @IsInt()
  @Min(0)
  @Max(65_535)
  consolePort = 8082;
}
