/** C1. What a person is told about the age of the picture. */
export type Freshness = { readonly level: 'live' | 'ago' | 'old' | 'lost'; readonly seconds: number }

const LIVE_MS = 3_000
const AGO_MS = 15_000
const OLD_MS = 60_000

/** Both times by the hub's clock, ms. Without one of them nothing is known, and nothing known is not live. */
export function freshness({ asOf, hubNow }: { readonly asOf: number | undefined; readonly hubNow: number | undefined }): Freshness {
	if (asOf === undefined || hubNow === undefined) return { level: 'lost', seconds: Infinity }
	const age = Math.max(0, hubNow - asOf)
	return { level: levelOf(age), seconds: Math.floor(age / 1_000) }
}

function levelOf(age: number): Freshness['level'] {
	if (age < LIVE_MS) return 'live'
	if (age <= AGO_MS) return 'ago'
	return age <= OLD_MS ? 'old' : 'lost'
}
