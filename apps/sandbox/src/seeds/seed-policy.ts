/** `keep-changes`: what a user has put stays. `restore`: everyone is as the seeds describe them, as a demonstration needs. */
export const SEED_POLICIES = ['keep-changes', 'restore'] as const;
export type SeedPolicy = (typeof SEED_POLICIES)[number];
