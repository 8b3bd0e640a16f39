/** A column's name as it is compared: without case, blanks, marks and what stands in brackets (`Drempel [m NHN]` is `drempel`). */
export function headerWord(name: string): string {
	const bare = name.replaceAll(/[([{][^)\]}]*[)\]}]/g, '')
	return folded(bare === '' ? name : bare)
}

/** Letters and digits only, umlauts written out. */
export function folded(text: string): string {
	return plain(text).replaceAll(/[^\p{L}\p{N}]/gu, '')
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

function plain(text: string): string {
	return text
		.normalize('NFC')
		.toLowerCase()
		.replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
}

/**
 * A key as part of an id: case, blanks and marks do not count, `Florian Hamburg 12/1` is `florian-hamburg-12-1`. Letters outside Latin
 * stay as they are. Empty when nothing is left.
 */
export function slug(text: string): string {
	return plain(text)
		.replaceAll(/[^\p{L}\p{N}]+/gu, '-')
		.replaceAll(/^-|-$/g, '')
}
