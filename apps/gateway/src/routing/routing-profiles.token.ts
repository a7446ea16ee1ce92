/** Injection token of the profiles of config/routing.yaml. */
export const ROUTING_PROFILES = Symbol('RoutingProfiles');
