/** What the names and definitions of observed properties say, and our short form of it. The first that fits counts. */
const WORDS: readonly (readonly [words: RegExp, property: string])[] = [
	[/wassertemperatur|water.?temp/, 'WT'],
	[/lufttemperatur|air.?temp/, 'LT'],
	[/batter(?:y|ie)|akku/, 'battery'],
	[/wasserstand|pegelstand|water.?level|gauge.?height|river.?stage|waterstand/, 'W'],
	[/abfluss|durchfluss|discharge|stream.?flow|flow.?rate/, 'Q'],
	[/windgeschwindigkeit|wind.?speed/, 'WG'],
	[/windrichtung|wind.?direction/, 'WR'],
	[/(?:strömungs|fließ)geschwindigkeit|flow.?velocity/, 'VA'],
]

/** Our short form of an observed property; undefined where none of its names says it. */
export function propertyOf(names: readonly (string | undefined)[]): string | undefined {
	for (const name of names) {
		const text = name?.slice(0, 300).toLowerCase()
		const found = text === undefined ? undefined : WORDS.find(([words]) => words.test(text))
		if (found) return found[1]
	}
	return undefined
}
