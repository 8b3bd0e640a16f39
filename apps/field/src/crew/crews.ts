/** Another crew took this device over. `at`: device clock, ms; `before`: who led until then, as far as it was known. */
export type CrewChange = { readonly at: number; readonly leader: string; readonly before?: string }

/** Who said it: the crew that had the device then. `name` is absent where nobody had said who leads. */
export type Speaker = { readonly name?: string; readonly until: number }

/** Undefined: the crew that has the device now. What a crew said stays its word when another one sends it. */
export function formerSpeaker(at: number, crews: readonly CrewChange[]): Speaker | undefined {
	const next = crews.find((change) => at < change.at)
	return next && { until: next.at, ...(next.before !== undefined && { name: next.before }) }
}
