/** 0: done, and well. 1: not ok. 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2;
