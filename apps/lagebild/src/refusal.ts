/** A reason not to go on that a person can do something about: shown without a stack. */
export class Refusal extends Error {}
