import { clip } from '../text.ts'
import { Refusal } from './refusal.ts'

const NAMED: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
])

/** Text with its references resolved: the five entities of XML, and characters by number. There are no others without a document type. */
export function charactersOf(text: string): string {
	return text.replaceAll(/&([^;&]{0,12});?/g, (whole, name: string) => {
		const character = whole.endsWith(';') ? (NAMED.get(name) ?? numbered(name)) : undefined
		if (character === undefined) throw new Refusal('not-xml', `undefined entity: ${clip(whole, 20)}`)
		return character
	})
}

function numbered(name: string): string | undefined {
	const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}))$/.exec(name) ?? []
	const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16)
	return isCharacter(code) ? String.fromCodePoint(code) : undefined
}

/** `Char` of XML 1.0. */
function isCharacter(code: number): boolean {
	if (code < 32) return code === 9 || code === 10 || code === 13
	return code <= 0xd7_ff || (code >= 0xe0_00 && code <= 0xff_fd) || (code >= 0x1_00_00 && code <= 0x10_ff_ff)
}
