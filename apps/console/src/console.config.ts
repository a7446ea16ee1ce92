import { IsPort } from 'class-validator';

/** The console's own variables. */
export class ConsoleConfig {
  @IsPort()
  consolePort = '8082';
}
