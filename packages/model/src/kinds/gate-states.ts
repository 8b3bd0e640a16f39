/** States of a gate in the flood defences. */
export const GATE_STATES = ['open', 'closing', 'closed', 'fault', 'unknown'] as const
