/** One round trip to the hub: when it was sent and answered by our monotonic clock, and what the hub's clock said in between, ms. */
export type RoundTrip = { readonly sent: number; readonly answered: number; readonly hubTime: number }

/** The newest round trips. The fastest of them errs least: by at most half its duration. */
export type HubClock = { trips: readonly RoundTrip[]; isOld: boolean }

/** At one trip each half minute: drift of a bad quartz over four minutes stays under 50 ms. */
const KEPT = 8

export function createHubClock(): HubClock {
	return { trips: [], isOld: false }
}

/** Another connection: our clock may have stood still while the device slept, so its first trip replaces those before. */
export function beginAnew(clock: HubClock): void {
	clock.isOld = true
}

/** A trip that ended before it began, by a clock that jumped, is worth nothing. */
export function addTrip(clock: HubClock, trip: RoundTrip): void {
	if (trip.answered < trip.sent) return
	clock.trips = [...(clock.isOld ? [] : clock.trips), trip].slice(-KEPT)
	clock.isOld = false
}

/** The hub's clock at our monotonic `now`. */
export function hubTimeAt({ trips }: HubClock, now: number): number | undefined {
	const fastest = trips.toSorted((a, b) => a.answered - a.sent - (b.answered - b.sent))[0]
	return fastest && now + fastest.hubTime - (fastest.sent + fastest.answered) / 2
}
