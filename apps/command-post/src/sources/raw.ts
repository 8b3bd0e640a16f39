const LONGEST = 20_000

/** A text as people read it: JSON indented, everything else as it came; what is longer is cut. */
export function indented(text: string): string {
	const cut = text.slice(0, LONGEST)
	if (!/^\s*[[{]/.test(text)) return cut
	try {
		return JSON.stringify(JSON.parse(text), null, 2).slice(0, LONGEST)
	} catch {
		return cut
	}
}
