/** Injection tokens of what every app provides once: the clock, the logger, the metrics and the environment. */
export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
export const ENVIRONMENT = Symbol('Environment');
