import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { CLOCK_POLICIES, type ClockPolicy } from './clock/clock-policy.js';
import { SEED_POLICIES, type SeedPolicy } from './seeds/seed-policy.js';

/** SANDBOX_PORT, SANDBOX_SFTP_PORT, SANDBOX_SEEDS, SANDBOX_CLOCK and CERTIFICATES_DIR, the folder of generated test keys. */
export class SandboxConfig {
  @IsInt()
  @Min(1)
  @Max(65_535)
  sandboxPort = 9000;

  @IsInt()
  @Min(1)
  @Max(65_535)
  sandboxSftpPort = 9022;

  /** What a boot does with seeded persons and organisations that a user has changed since. */
  @IsIn(SEED_POLICIES)
  sandboxSeeds: SeedPolicy = 'keep-changes';

  /** `now` begins at the machine's time, `keep` where the clock stood: the right thing for a sandbox that was killed. */
  @IsIn(CLOCK_POLICIES)
  sandboxClock: ClockPolicy = 'keep';

  @IsString()
  certificatesDir = 'config/certificates';
}
